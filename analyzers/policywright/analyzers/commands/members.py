"""Programs that stand among settings: ``{"command": "npx", "args": [...]}``, by themselves or by names.

``told(run, launcher, args)`` gives what each is started with, the program first. Settings that name an
address instead start nothing; of those that are not known it is not known what they start.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.commands.launchers import Launcher
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Known,
    Obj,
    Unknown,
    Value,
    is_text,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_ARGUMENTS = "args"
_WHOLE = "fullCommand"
"""A command line in one (OpenAI Agents for JavaScript)."""
_SETTINGS = ("params", "connections", "connection", "servers", "config", "transport")
"""What the keyword with the settings is called."""
_ADDRESSES = frozenset(("url", "serverUrl", "httpUrl", "uri"))
_SCHEMES = ("http:", "https:", "ws:", "wss:")
_MAX_DEPTH = 3
_NOT_KNOWN: list[Value] = [Unknown("program")]


def told(run: Interpreter, launcher: Launcher, args: Args) -> Iterator[list[Value]]:
    """What programs are started with."""
    name = launcher.member or ""
    program = args.keyword(name)
    if program is not None:
        yield [program, *_one(args.keyword(_ARGUMENTS))]
        return
    settings = [*args.positional[:1], *_one(args.more)]
    settings += [value for one in _SETTINGS for value in _one(args.keyword(one))]
    if args.open or not settings:
        yield [args.others] if args.others is not BOTTOM and is_text(args.others) else _NOT_KNOWN
    for value in settings:
        texts = [one for one in options(value) if launcher.program and is_text(one) and not _is_address(one)]
        if texts:
            yield [join_all(texts), *args.positional[1:2], *_one(args.keyword(_ARGUMENTS))]
        yield from _within(run, name, value, 0)


def _within(run: Interpreter, name: str, value: Value, depth: int) -> Iterator[list[Value]]:
    for option in options(value):
        if isinstance(option, Unknown):
            yield _NOT_KNOWN
        if not isinstance(option, Obj):
            continue
        heap = run.heap
        keys = heap.keys(option)
        command = next((one for one in (name, _WHOLE) if one in keys), None)
        if command is not None:
            yield [
                heap.load(option, command),
                *([heap.load(option, _ARGUMENTS)] if _ARGUMENTS in keys else []),
            ]
        elif _ADDRESSES.isdisjoint(map(str, keys)) and depth < _MAX_DEPTH:
            for inner in (*(heap.load(option, key) for key in keys), heap.own(option, ANY)):
                yield from _within(run, name, inner, depth + 1)


def _one(value: Value | None) -> list[Value]:
    return [value] if value is not None else []


def _is_address(value: Value) -> bool:
    return isinstance(value, Known) and str(value.value).startswith(_SCHEMES)
