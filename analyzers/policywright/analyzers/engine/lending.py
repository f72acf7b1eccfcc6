"""What modules lend to whoever imports them: clients, and code that makes requests, in their variables."""

from __future__ import annotations

from collections.abc import Iterable, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.escapes import members, sends
from policywright.analyzers.engine.values import (
    Bound,
    ClassV,
    FuncV,
    Gen,
    Handle,
    Method,
    ModuleV,
    Obj,
    Partial,
    Tup,
    Value,
    Wrapped,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.state import State

_VARIABLES = ("global", "export", "class")


class Lending:
    """Asks an evaluation that has come to rest."""

    def __init__(self, run: State, requesting: Set[str]) -> None:
        self._run = run
        self._requesting = requesting
        """The modules whose code may make requests."""
        self._barren = set[Value]()
        """What has nothing that does."""
        self._variables: dict[object, list[Value]] = {}
        """What is in the variables of modules and classes."""
        for key, cell in run.engine.cells.items():
            if type(key) is tuple and key[0] in _VARIABLES:
                self._variables.setdefault(key[1], []).append(cell.value)

    def lenders(self, modules: Iterable[str]) -> set[str]:
        """Those of the modules through whose variables others may come to make requests."""
        return {name for name in modules if self._lends(self._variables.get(name, ()))}

    def _lends(self, values: Iterable[Value]) -> bool:
        pending = [option for value in values for option in options(value)]
        seen = set[Value]()
        while pending:
            option = pending.pop()
            if option in seen or option in self._barren:
                continue
            seen.add(option)
            if self._requests(option):
                return True
            pending.extend(one for inside in self._inside(option) for one in options(inside))
        self._barren |= seen
        return False

    def _requests(self, value: Value) -> bool:
        """Whoever calls it, or something of it, may make requests."""
        match value:
            case FuncV(function=function, module=module):
                return module in self._requesting and function not in self._minor
            case ClassV() | Obj():
                cls = self._run.heap.shape(value).cls if isinstance(value, Obj) else value
                return cls is not None and any(
                    one.module in self._requesting and self._has_requests(one) for one in self._run.mro(cls)
                )
            case ModuleV(name=name):
                return name in self._requesting
        return sends(self._run, value)

    @property
    def _minor(self) -> Set[ir.Function]:
        return self._run.engine.bounds.crowds.minor

    def _has_requests(self, cls: ClassV) -> bool:
        return any(
            isinstance(one, ir.FunctionDef) and one.function not in self._minor for one in cls.cls.body
        )

    def _inside(self, value: Value) -> Iterable[Value]:
        """What who has a value gets at with it.

        What stands for anything in very many has nothing that somebody put there for others.
        """
        peek = self._run.engine.peek
        match value:
            case FuncV():
                closure = value.closure
                while closure is not None:
                    owner = self._run.engine.instances.by_id[closure].function
                    if owner is None:
                        return
                    yield from (peek(("local", closure, name)) for name in owner.function.captured)
                    closure = owner.closure
            case Bound(receiver=receiver, function=inner):
                yield from (receiver, inner)
            case Partial(function=inner, args=args):
                yield from (inner, *args.values())
            case Wrapped(function=inner):
                yield inner
            case Method(receiver=receiver):
                yield receiver
            case ClassV():
                yield from self._variables.get(value, ())
            case Obj() if not self._run.heap.shape(value).common:
                yield from members(self._run, value)
            case Tup(items=items):
                yield from items
            case Gen(task=task):
                yield peek(("yield", task))
            case Handle():
                yield from value.inside()
