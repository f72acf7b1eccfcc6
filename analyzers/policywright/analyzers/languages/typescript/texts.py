"""Texts that JavaScript's globals and Node's modules make: environment variables, paths, URLs, formats."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import env_files, variables
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Ext,
    Known,
    Obj,
    Tup,
    Unknown,
    Value,
    as_fallback,
    change_text,
    change_texts,
    concat_all,
    constant,
    fallback_of,
    from_here,
    is_text,
    join_all,
    make_text,
    options,
    strings,
    text_parts,
)
from policywright.analyzers.sdk.templates import matched, parts_of
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


_HOLE = Hole(kind="unknown")


_URL = regex(r"(?P<origin>[a-z][a-z0-9+.-]*://(?P<host>[^/?#]*))(?P<pathname>[^?#]*)")


_IN_PATHS = "!$%&'()*+,/:;=@[]|"
"""What the path of a URL has as it is, beside letters, digits and ``-._~``: the WHATWG URL standard."""


def is_environment(value: Value) -> bool:
    """``process.env``, ``import.meta.env``, ``Bun.env``"""
    return isinstance(value, Ext) and (
        value.path.endswith(("process.env", "import.meta.env")) or value.path in ("Bun.env", "env.env")
    )


def _set_by_file(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dotenv.config({override: true})`` (https://github.com/motdotla/dotenv)"""
    given = args.get(0)
    for option in options(given) if given is not None else ():
        if not isinstance(option, Obj | Known):
            variables.put(run, None, None)
        override = run.attribute(option, "override") if isinstance(option, Obj) else None
        if override is not None and any(one not in (Known(False), NONE) for one in options(override)):
            path = run.attribute(option, "path")
            for one in options(path):
                several = run.sequence(one) if isinstance(one, Obj | Tup) else (one,)
                named = several if several is not None else (Unknown("path"),)
                env_files.load(run, [env_files.DEFAULT if each == NONE else each for each in named], pos)
    return None


def _unknown_text(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return make_text((_HOLE,))


def _coded(*how: str) -> Handler:
    return lambda run, args, pos: change_texts(args.get(0) or Unknown("text"), how)


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.of_arguments(args, paths.node)


def _here(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dirname(fileURLToPath(import.meta.url))``"""
    return from_here(args.get(0))


def _path_resolve(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.resolved(args)


def _format(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``util.format("%s/%s", a, b)``: what is left over follows, behind blanks."""
    text = constant(args.get(0))
    if text is None or args.more is not None:
        return make_text((_HOLE,))
    given = list(args.positional[1:])
    parts: list[Value] = []
    end = 0
    for found in _DIRECTIVE.finditer(text):
        if found[0] == "%%" or given:
            parts.append(Known(text[end : found.start()]))
            end = found.end()
            value = Known("%") if found[0] == "%%" else given.pop(0)
            parts.append(value if found[0] in ("%%", "%s", "%d") else make_text((_HOLE,)))
    parts.append(Known(text[end:]))
    return concat_all([*parts, *(part for one in given for part in (Known(" "), one))])


def _environment(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    names = list(strings(args.get(0) or NONE))
    return join_all([variables.got(run, name) for name in names or (None,)])


_DIRECTIVE = regex(r"%[sdifjoOc%]")


_SCHEME = regex(r"[A-Za-z][\w+.-]*:")
_ORIGIN = regex(r"^(\w+://[^/?#]*)([^?#]*/)?")


def _on_base(path: Value, base: Value) -> Value:
    """A path where a base is: behind its origin, or in its directory."""
    return join_all([_joined_to(option, one) for one in options(base) for option in options(path)])


def _joined_to(path: Value, base: Value) -> Value:
    known = _ORIGIN.match(base.value) if isinstance(base, Known) and isinstance(base.value, str) else None
    first = text_parts(path)[0] if is_text(path) and text_parts(path) else None
    if isinstance(first, str) and _SCHEME.match(first) is not None:
        return path
    if known is None:
        return concat_all([base, path])
    if not isinstance(first, str):
        # It may begin with a slash, and stands for the last part of what the base has behind one.
        return concat_all([Known(f"{known[1]}/"), make_text((_HOLE,))])
    if first.startswith("/"):
        return concat_all([Known(known[1]), path])
    if first.startswith("../"):
        return concat_all([Known(known[1]), make_text((_HOLE, *text_parts(path)[1:]))])
    rest = make_text((first.removeprefix("./"), *text_parts(path)[1:]))
    return concat_all([Known(known[1] + (known[2] or "/")), rest])


def _url(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new URL(text)`` and ``new URL(path, base)``: the parts that requests are made of."""
    given = args.positional[:2]
    text = change_texts(_on_base(*given) if len(given) == 2 else concat_all(given), ("strip",))
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.make_open(obj)
    for option in options(text):
        known = matched(_URL, out.Text(text_parts(option)), loose=False)
        for name, value in (known or {}).items():
            found = as_fallback(make_text(parts_of(value) or (_HOLE,)), fallback_of(option))
            if name == "pathname":
                found = change_text(found, ("quote", _IN_PATHS))
            for field in ("host", "hostname") if name == "host" else (name,):
                run.heap.store(obj, field, found)
        run.heap.store(obj, "href", option)
    return obj


TABLE: dict[str, Handler] = {
    **dict.fromkeys(("dotenv.config", "dotenv.configDotenv"), _set_by_file),
    "String.raw": _unknown_text,
    "encodeURIComponent": _coded("quote", "!~*'()"),
    "decodeURIComponent": _coded("unquote"),
    "encodeURI": _coded("quote", "!~*'();/?:@&=+$,#"),
    "decodeURI": _coded("unquote"),
    "URL": _url,
    "Deno.env.get": _environment,
    "import.meta.env.get": _environment,
    "util.format": _format,
    "util.inspect": _unknown_text,
    "path.join": _path_join,
    "path.resolve": _path_resolve,
    **dict.fromkeys(("path.dirname", "path.posix.dirname", "url.fileURLToPath"), _here),
    "path.posix.join": _path_join,
    "path.basename": _unknown_text,
}
