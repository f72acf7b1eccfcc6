"""What code hands to libraries: a framework calls it later, and for a single entry point that counts.

Routes (``@app.get("/orders")``), resolvers, middleware and tasks are called by nobody in the program. They
belong to the entry point that makes the framework run, which is whoever reaches the code that registers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.heap import Heap
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import (
    Args,
    Bound,
    ClassV,
    FuncV,
    Handle,
    Known,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.state import State

_HARMLESS = frozenset((
    "dataclass", "define", "frozen", "mutable", "attrs", "s", "total_ordering", "unique", "final",
    "runtime_checkable", "wraps", "overload", "deprecated",
))  # fmt: skip
"""Decorators that only change what they decorate (by their last name) and register nothing."""
MAX_DEPTH = 4
"""Levels of containers that are looked into."""
MAX_ITEMS = 200
"""Values of one container."""
MAX_MEMBERS = 20
"""Members of an argument that are looked at for a client."""


def note_arguments(run: State, args: Args, path: str = "", pos: ir.Pos = (0, 0)) -> None:
    """The arguments of a call that leaves the program; ``path`` is what of a library gets them."""
    for value in args.positional:
        note(run, value, path, pos)
    for _, value in args.keywords:
        note(run, value, path, pos)


def note(run: State, value: Value, path: str = "", pos: ir.Pos = (0, 0)) -> None:
    """A value that a library gets where the running site stands."""
    site = run.engine.site
    if site is None or isinstance(value, Known | Text | Unknown):
        return
    if site.handed is None:
        site.handed = {}
    site.handed.setdefault(value, (path, pos))


def given_clients(run: State, sites: Iterable[Site]) -> None:
    """Notes which calls of libraries have a client of an SDK among the arguments, or among members of one."""
    for site in sites:
        for value, (path, pos) in (site.handed or {}).items():
            if path and any(_holds_client(run, option) for option in options(value)):
                run.program.given.setdefault(site.instance.module, {}).setdefault(path, pos)


def _holds_client(run: State, value: Value) -> bool:
    match value:
        case Handle():
            return value.sends()
        case Obj() if run.heap.shape(value).kind == "dict":
            fields = (run.heap.load(value, key) for key in run.heap.keys(value)[:MAX_MEMBERS])
            return any(isinstance(one, Handle) and one.sends() for item in fields for one in options(item))
    return False


def note_decorated(run: State, decorator: str, target: Value) -> None:
    """A definition that a library's decorator gets."""
    if decorator.replace("()", "").rsplit(".", 1)[-1] not in _HARMLESS:
        note(run, target)


def callables(heap: Heap, engine: Engine, values: Iterable[Value]) -> Iterator[Value]:
    """The functions, methods and classes in values that escaped, containers looked into."""
    pending = [(option, 0) for value in values for option in options(value)]
    seen: set[Value] = set()
    while pending:
        value, depth = pending.pop(0)
        if value in seen:
            continue
        seen.add(value)
        match value:
            case FuncV() | Bound() | Partial() | ClassV():
                yield value
            case Wrapped(function=inner):
                pending.extend((option, depth) for option in options(inner))
            case Tup(items=items) if depth < MAX_DEPTH:
                pending.extend((option, depth + 1) for item in items for option in options(item))
            case Obj() if depth < MAX_DEPTH and heap.shape(value).kind != "instance":
                keys = list(heap.shape(value).keys)[:MAX_ITEMS]
                fields = (engine.peek(("field", value.id, key)) for key in keys)
                pending.extend((option, depth + 1) for field in fields for option in options(field))


def instances(heap: Heap, values: Iterable[Value]) -> Iterator[Value]:
    """The classes of instances that a library gets while modules are loaded: ``register(new Handler())``."""
    for found in dict.fromkeys(option for value in values for option in options(value)):
        if isinstance(found, Obj):
            shape = heap.shape(found)
            if shape.kind == "instance" and shape.cls is not None:
                yield shape.cls


def function_of(value: Value) -> ir.Function | None:
    """The definition behind a callable of the program."""
    match value:
        case FuncV(function=function):
            return function
        case Bound(function=inner) | Partial(function=inner):
            return next((found for option in options(inner) if (found := function_of(option))), None)
    return None
