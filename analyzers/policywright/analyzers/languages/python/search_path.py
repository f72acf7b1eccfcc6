"""Where a file has Python look for modules: what it puts into ``sys.path``, or adds by ``site.addsitedir``.

``roots(program, module)`` gives the directories, as places, each with whether it comes first. Paths are
followed that are made of the file's own (``__file__``) by ``os.path`` and ``pathlib``, and those that are
written out, from the directories above. Sources: the documentation of ``sys.path``, ``site``, ``os.path``
and ``pathlib``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping

from policywright.analyzers import ir
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

_PUTS = regex(rb"\bpath\s*\.\s*(?:append|insert|extend)\s*\(|\bpath\s*\+=|\baddsitedir\s*\(")
_SAME = frozenset((
    "abspath", "realpath", "normpath", "expanduser", "resolve", "absolute", "as_posix", "str", "fspath",
    "Path", "PurePath", "PosixPath", "PurePosixPath",
))  # fmt: skip
"""What gives a path as it is."""
_JOINS = frozenset(("join", "joinpath", "Path", "PurePath", "PosixPath", "PurePosixPath"))
_UP = ".."
_PROJECT = "\0"
"""Before a path that is made of a file's own."""
_DEPLOYED = "/var/task"
"""Where the code of a function lies: AWS Lambda developer guide, "Using environment variables"."""
_MAX_DEPTH = 20
"""Expressions within one another that are followed: more is nobody's path."""


def roots(program: Program, module: str) -> tuple[tuple[str, bool], ...]:
    """The directories that a file adds, and whether they are looked into first."""
    known: dict[str, tuple[tuple[str, bool], ...]] = program.notes.setdefault("python search path", {})
    if module not in known:
        source = program.files.get(module)
        file = (source.place or source.name) if source is not None and _PUTS.search(source.data) else None
        added = _added(program.lowered(module).body, file) if file is not None else ()
        known[module] = tuple(dict.fromkeys(added))
    return known[module]


def _added(body: tuple[ir.Stmt, ...], file: str) -> Iterator[tuple[str, bool]]:
    from policywright.analyzers.engine.names import walk

    nodes = [node for statement in body for node in walk(statement)]
    names: dict[str, ir.Expr] = {}
    for node in nodes:
        if isinstance(node, ir.Assign) and node.value is not None:
            names.update((one.name, node.value) for one in node.targets if isinstance(one, ir.Name))
    for node in nodes:
        given, first = _given(node)
        if given is None:
            continue
        for one in given.items if isinstance(given, ir.ListLit | ir.TupleLit) else (given,):
            path = _path(one, file, names, 0)
            for place in _places(path, file) if path is not None else ():
                yield place, first


def _given(node: ir.Node) -> tuple[ir.Expr | None, bool]:
    """What a statement or call adds, and whether that comes first."""
    match node:
        case ir.AugAssign(target=ir.Attr(name="path"), op="+", value=value):
            return value, False
        case ir.Call(fn=fn, args=(first, *_)) if _last(fn) == "addsitedir":
            return first, False
        case ir.Call(fn=ir.Attr(obj=obj, name="append" | "extend"), args=(first, *_)) if _last(obj) == "path":
            return first, False
        case ir.Call(fn=ir.Attr(obj=obj, name="insert"), args=(at, second, *_)) if _last(obj) == "path":
            return second, isinstance(at, ir.Const) and at.value == 0
    return None, False


def _places(path: str, file: str) -> Iterator[str]:
    """The places that a path may be: from the file's own, or from where the program is started."""
    if path.startswith(_PROJECT):
        found = posixpath.normpath(path)
        if found.startswith(_PROJECT):
            yield found.removeprefix(_PROJECT).lstrip("/")
        return
    if path.startswith("/"):
        if not path.startswith(_DEPLOYED):
            return
        path = path.removeprefix(_DEPLOYED).lstrip("/")
    directory = posixpath.dirname(file)
    while True:
        found = posixpath.normpath(posixpath.join(directory, path))
        if not found.startswith(_UP):
            yield found if found != "." else ""
        if not directory:
            return
        directory = posixpath.dirname(directory)


def _path(node: ir.Expr, file: str, names: Mapping[str, ir.Expr], depth: int) -> str | None:
    """The text of a path, below the project if it is made of the file's own; None if it is not followed."""
    if depth > _MAX_DEPTH:
        return None

    def inner(one: ir.Expr) -> str | None:
        return _path(one, file, names, depth + 1)

    match node:
        case ir.Const(value=str(text)):
            return text
        case ir.Name(name="__file__"):
            return f"{_PROJECT}/{file}"
        case ir.Name(name=name) if name in names:
            return inner(names[name])
        case ir.Attr(name="parent", obj=obj):
            return _above(inner(obj), 1)
        case ir.Attr(name="pardir"):
            return _UP
        case ir.Index(obj=ir.Attr(name="parents", obj=obj), key=ir.Const(value=int(number))):
            return _above(inner(obj), number + 1)
        case ir.BinOp(op="/", left=left, right=right):
            return _joined(inner(left), inner(right))
        case ir.BinOp(op="+", left=left, right=right):
            return _together((inner(left), inner(right)))
        case ir.Template(parts=parts):
            return _together(tuple(map(inner, parts)))
        case ir.Call(fn=fn, args=args):
            return _called(fn, tuple(map(inner, args)), inner)
    return None


def _called(fn: ir.Expr, given: tuple[str | None, ...], inner: Callable[[ir.Expr], str | None]) -> str | None:
    name = _last(fn)
    if name in ("getcwd", "cwd"):
        return ""
    if name == "dirname" and given:
        return _above(given[0], 1)
    if name in ("resolve", "absolute", "as_posix", "expanduser", "joinpath") and isinstance(fn, ir.Attr):
        of_path = inner(fn.obj)
        given = (of_path, *given) if of_path is not None else given
    if name in _JOINS and len(given) > 1:
        found = given[0]
        for one in given[1:]:
            found = _joined(found, one)
        return found
    return given[0] if name in _SAME and given else None


def _last(node: ir.Expr) -> str:
    return node.name if isinstance(node, ir.Attr | ir.Name) else ""


def _above(path: str | None, count: int) -> str | None:
    for _ in range(count):
        if path is None or path in ("", "/", _PROJECT):
            return None
        path = posixpath.dirname(posixpath.normpath(path))
    return path


def _joined(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return None
    if other.startswith(_PROJECT):
        return other
    return posixpath.join(one, other)


def _together(parts: tuple[str | None, ...]) -> str | None:
    known = [one for one in parts if one is not None]
    return "".join(known) if len(known) == len(parts) else None
