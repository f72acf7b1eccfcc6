"""Modules that JavaScript loads by a name it computes, or all of a directory.

What a relative path with holes can mean among the modules of the program is imported, all of it, as bundlers
take it (https://webpack.js.org/guides/dependency-management/, https://vite.dev/guide/features#glob-import);
so is a directory that a library is told (README of require-all, require-dir, include-all, require-directory).
Of every other name that is not known it is said that what the module calls can't be told.
"""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    OWN_PLACE,
    Args,
    Ext,
    Known,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.typescript.made_up import globbed
from policywright.analyzers.made_up import ANYTHING
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

    Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_COMPUTED = "a module is imported whose name is computed, and what it asks AWS for is not known"
_OF_DIRECTORY = "all modules of a directory are loaded, and what those ask AWS for is not known"
_DATA = (".json", ".json5", ".css", ".scss", ".svg", ".png", ".html", ".txt", ".graphql", ".node", ".wasm")
"""Endings of files that bundlers load as data, or that are no JavaScript."""
_WORKERS = frozenset(("Worker", "worker_threads.Worker"))
_ENDINGS = r"(?:\.[cm]?[jt]sx?|/index\.[cm]?[jt]sx?)?"


def require(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in (one for given in options(args.get(0) or NONE) for one in _addresses(run, given)):
        name = constant(option)
        if name is not None:
            below = name.startswith((".", "/"))
            found.append(run.import_module(name, 1 if name.startswith(".") else 0))
            if below and isinstance(found[-1], Unknown | Ext) and not name.endswith(_DATA):
                # A file that is put there later, or elsewhere: what is built, or what a layer brings.
                run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _COMPUTED)
            continue
        modules = _modules_like(run, option) if isinstance(option, Text) else []
        found.extend(modules or (Unknown("import"),))
        if not modules:
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _COMPUTED)
    return join_all(found) if found else Unknown("import")


def _addresses(run: Interpreter, value: Value) -> Iterable[Value]:
    """What a module is loaded by, from the loading one on: a URL by its text, ``__dirname`` by a dot."""
    # An object without an address is a list of names, or has a text of its own making.
    texts = options(run.heap.load(value, "href")) if isinstance(value, Obj) else ()
    found: list[Value] = []
    for text in texts or (value,):
        parts = text.parts if isinstance(text, Text) else ()
        where, first = (*parts, "", "")[:2]
        # ``new URL("./plugins", import.meta.url)``, ``path.join(__dirname, "plugins", file)``
        based = isinstance(value, Obj) and isinstance(where, Hole) and str(first).startswith("./")
        if isinstance(first, str) and first and (based or parts[:1] == OWN_PLACE.parts):
            path = first if first.startswith(".") else f"./{first.lstrip('/')}"
            text = make_text((path, *parts[2:]))  # noqa: PLW2901
        found.append(text)
    return found


def _modules_like(run: Interpreter, name: Text) -> list[Value]:
    """Modules of the program that a relative path with holes can mean, as bundlers take it."""
    first, *rest = name.parts
    if not isinstance(first, str) or not first.startswith((".", "/")) or "/" not in first.lstrip("./") + "/":
        return []
    start = _below(run, posixpath.dirname(first + "x"))
    parts = [first[first.rfind("/") + 1 :], *rest]
    path = "".join(re.escape(part) if isinstance(part, str) else "[^/]+" for part in parts)
    return _imported(run, start, re.compile(path.removesuffix(r"\.js") + _ENDINGS))


def _below(run: Interpreter, directory: str) -> str:
    """How the names of modules begin that are in a directory, as the running one names it."""
    base = posixpath.dirname(run.frame.module)
    start = posixpath.normpath(posixpath.join(base, directory))
    return "" if start == "." else start + "/"


def _imported(run: Interpreter, start: str, pattern: re.Pattern[str]) -> list[Value]:
    base = posixpath.dirname(run.frame.module)
    modules = [
        module
        for module in run.program.files
        if module.startswith(start) and pattern.fullmatch(module[len(start) :]) and module != run.frame.module
    ]
    return [run.import_module(f"./{posixpath.relpath(module, base or '.')}", 1) for module in modules]


def directory(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``requireAll({ dirname })``: the modules by their names."""
    return _by_name(run, _of_directory(run, args, pos), pos)


def globs(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``import.meta.glob("./routes/*.js")``, of one pattern or several: the modules by their names."""
    given = args.get(0) or BOTTOM
    patterns = [one for option in options(given) for one in options(_pattern(run, option))]
    told = [globbed(run.frame.module, text) for one in patterns if (text := constant(one)) is not None]
    based = args.get(1)
    clear = (
        len(told) == len(patterns) and ANYTHING not in told and (based is None or not _has_base(run, based))
    )
    found = [one for text in told if clear for one in _imported(run, "", re.compile(text))]
    if not found:
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _OF_DIRECTORY)
        found.append(Unknown("import"))
    return _by_name(run, found, pos)


def _has_base(run: Interpreter, given: Value) -> bool:
    """The directory that patterns are below is said apart."""
    return any(isinstance(one, Obj) and run.heap.has_key(one, "base") for one in options(given))


def _pattern(run: Interpreter, option: Value) -> Value:
    """What a pattern is, or each of a list."""
    return run.iterate(option) if isinstance(option, Obj | Tup) else option


def _by_name(run: Interpreter, modules: list[Value], pos: ir.Pos) -> Value:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for option in modules:
        if isinstance(option, ModuleV):
            stem = posixpath.basename(option.name).partition(".")[0]
            run.heap.put(obj, Known(stem), option)
        run.heap.put(obj, Unknown("key"), option)
    return obj


def context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``require.context("./routes", true)``: a function from names to modules."""
    return Partial(Ext("%same"), Args((join_all(_of_directory(run, args, pos)),)))


def worker(run: Interpreter, path: str, args: Args) -> bool:
    """``new Worker(new URL("./worker.js", import.meta.url))`` runs a module; whether it is known."""
    known = False
    for option in options(args.get(0) or BOTTOM) if path in _WORKERS else ():
        for text in options(run.heap.load(option, "href")) if isinstance(option, Obj) else ():
            name = text.parts[-1] if isinstance(text, Text) else None
            if isinstance(name, str) and name.startswith("."):
                known = isinstance(run.import_module(name, 1), ModuleV) or known
    return known


def same(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _of_directory(run: Interpreter, args: Args, pos: ir.Pos) -> list[Value]:
    given = [
        one
        for option in options(args.get(0) or BOTTOM)
        for one in (options(_told(run, option)) if isinstance(option, Obj) else (option,))
    ]
    found: list[Value] = []
    for option in given:
        path = _relative(option)
        if path is not None:
            found.extend(_imported(run, _below(run, path), re.compile(".+" + _ENDINGS)))
    if not found:
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _OF_DIRECTORY)
        found.append(Unknown("import"))
    return found


def _told(run: Interpreter, obj: Obj) -> Value:
    named = join_all([run.heap.load(obj, name) for name in ("dirname", "dirpath", "dir", "path")])
    return named if named is not BOTTOM else run.heap.everything(obj)


def _relative(value: Value) -> str | None:
    """A directory as a path from the running module's, up to where a pattern begins."""
    text = constant(value)
    if isinstance(value, Text) and len(value.parts) == 2 and isinstance(value.parts[1], str):
        # ``__dirname + "/routes"``
        text = "." + value.parts[1] if value.parts[1].startswith("/") else None
    if text is None or not text.startswith("."):
        return None
    fixed = text.partition("*")[0]
    return fixed if fixed == text else posixpath.dirname(fixed + "x")


def address(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pathToFileURL(path)``"""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.put(obj, Known("href"), args.get(0) or NONE)
    return obj


TABLE: dict[str, Handler] = {
    "url.pathToFileURL": address,
    "require": require,
    "%import": require,
    "module.createRequire()": require,
    "%same": same,
    "require.context": context,
    **dict.fromkeys(
        ("glob-import", "include-all", "require-all", "require-dir", "require-directory", "require-dir-all"),
        directory,
    ),
    "import.meta.glob": globs,
    "import.meta.globEager": globs,
}  # fmt: skip
