"""The functions that a module exports: as themselves, as members of an object, or as methods of a class."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.importing import WHOLE
from policywright.analyzers.engine.values import (
    BOTTOM,
    Bound,
    ClassV,
    FuncV,
    ModuleV,
    Obj,
    Value,
    Wrapped,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.engine.state import State


def functions(run: Interpreter, module: str) -> Iterator[ir.Function]:
    """What other programs can call of a module; a name with an underscore is no invitation."""
    for name in (WHOLE, *_names(run, module)):
        for value in options(run.engine.peek(("export", module, name))):
            for function in _of(run, value, members=True):
                if not function.hidden and not function.name.startswith("_"):
                    yield function


def names(run: Interpreter, module: str) -> list[str]:
    """The names by which a module's members can be had, its default export apart."""
    found: dict[str, None] = {}
    for one in _sources(run, module):
        own = _names(run, one) if one == module else [name for name in _names(run, one) if name != "default"]
        found.update((name, None) for name in own if run.engine.read(("export", one, name)) != BOTTOM)
    return list(found)


def members(run: State, module: str) -> Iterator[tuple[str, Value]]:
    """What a module exports, by its names."""
    for one in _sources(run, module):
        yield from ((name, run.engine.read(("export", one, name))) for name in (WHOLE, *_names(run, one)))


def _sources(run: State, module: str) -> list[str]:
    """A module and those whose exports it passes on (``export * from``)."""
    found = [module]
    for one in found:
        passed = options(run.engine.read(("export", one, "*")))
        found.extend(dict.fromkeys(
            source.name for source in passed if isinstance(source, ModuleV) and source.name not in found
        ))  # fmt: skip
    return found


def _names(run: State, module: str) -> dict[str, None]:
    """The names that a module may export by, as its text has them."""
    lowered = run.program.lowered(module)
    # ``exports.list = ...`` is an assignment like any other.
    found = dict.fromkeys(sorted(lowered.assigned_attributes))
    for statement in lowered.body:
        if isinstance(statement, ir.Export):
            found.update(dict.fromkeys(name for _, name in statement.names))
    return found


def _of(run: Interpreter, value: Value, *, members: bool = False) -> Iterator[ir.Function]:
    match value:
        case FuncV(function=function):
            yield function
        case Bound(function=inner) | Wrapped(function=inner):
            yield from _of(run, inner)
        case ClassV():
            for cls in run.mro(value):
                yield from _methods(run, cls)
        case Obj() if members:
            shape = run.heap.shape(value)
            if shape.cls is not None:
                yield from _of(run, shape.cls)
            for key in run.heap.keys(value):
                for option in options(run.heap.load(value, key)):
                    yield from _of(run, option)


def _methods(run: Interpreter, cls: ClassV) -> Iterator[ir.Function]:
    for function in run.program.lowered(cls.module).functions:
        if any(value.owner == cls for value in run.engine.created.get(function, ())):
            yield function
