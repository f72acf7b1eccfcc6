"""Which names a JavaScript scope binds, uses, and lends to the functions nested in it.

The engine knows function scopes only. A ``let``, ``const``, class or parameter of a nested block that
another declaration of the same name could be confused with gets a name of its own (``client~2``).
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


MARK = "~"
"""Separates a name from the number that tells it apart; no identifier contains it."""


def plain(name: str) -> str:
    """The name as the source has it."""
    return name.split(MARK, 1)[0]


class Machine:
    """What is known of a machine that a compiler made (``machines``) while its text is read."""

    def __init__(self, state: str) -> None:
        self.state = state
        """The parameter that it has its state in."""
        self.step: object = 0
        self._next: object = None
        """Where it goes on, if the step says so."""
        self._targets: set[object] = set()
        self._last: list[object] = []
        """The steps behind the last one that does something."""
        self._runs_on = False
        self._gives = False

    def enter(self, step: ir.Expr | None) -> None:
        """A step begins."""
        self.step = step.value if isinstance(step, ir.Const) else None
        self._next = None
        self._last.append(self.step)

    def leave(self, *, leaves: bool, empty: bool) -> None:
        """A step ends, maybe with a jump."""
        if not empty:
            self._runs_on = not leaves
            self._last.clear()

    def goes_to(self, step: object) -> None:
        """Where the machine goes on is set."""
        self._next = step
        self._targets.add(step)

    def read(self, pos: ir.Pos) -> ir.Attr:
        """What this step has been sent."""
        return self._sent(pos, self.step)

    def send(self, pos: ir.Pos) -> ir.Attr:
        """What the next step is sent."""
        if self._next is None and isinstance(self.step, int | float):
            return self._sent(pos, self.step + 1)
        return self._sent(pos, self._next)

    def _sent(self, pos: ir.Pos, step: object) -> ir.Attr:
        return ir.Attr(pos, ir.Name(pos, self.state), f"%sent{step}")

    def give(self, pos: ir.Pos, value: ir.Expr | None) -> ir.Stmt:
        """It gives a value back."""
        self._gives = self._gives or value is not None
        return ir.Return(pos, value)

    def stop(self, pos: ir.Pos) -> ir.Stmt:
        """Its last step, which gives nothing: where nothing leads there, that is none of its answers."""
        comes = self._runs_on or not self._targets.isdisjoint(self._last)
        return ir.Return(pos, None) if comes or not self._gives else ir.Jump(pos)

    def around(self, body: tuple[ir.Stmt, ...], pos: ir.Pos) -> tuple[ir.Stmt, ...]:
        """Its body as one that runs until it gives something."""
        looped = ir.While(pos, ir.Opaque(pos), body)
        return (looped, ir.Raise(pos, None)) if self._gives else (looped,)


@dataclass(slots=True, eq=False)
class Scope:
    """Collected while a function or module is lowered; ``blocks`` are the open blocks' renamings."""

    arrow: bool = False
    parent: Scope | None = None
    declared: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    blocks: list[dict[str, str]] = field(default_factory=list)
    additions: list[tuple[str, ir.Bind]] = field(default_factory=list)
    """Compound assignments to variables."""
    count: int = 0
    yields: bool = False
    literal: bool = False
    """A method of an object literal."""
    awaiting: bool = False
    """A generator that a compiler made of an async function: its yields are awaits."""
    machine: Machine | None = None
    """It is a machine that a compiler made of such a function."""
    class_this: str | None = None
    """The class whose static members are being initialised: ``this`` stands for it."""
    types: set[str] = field(default_factory=set)
    """Names that are only types here."""

    def resolve(self, name: str) -> str:
        """The name that a use of ``name`` at this place refers to."""
        scope: Scope | None = self
        while scope is not None:
            for block in reversed(scope.blocks):
                found = block.get(name)
                if found is not None:
                    return found
            if name in scope.declared:
                return name
            scope = scope.parent
        return name

    def declare(self, names: Iterable[str]) -> None:
        """Names of the innermost open block, or of the function itself."""
        names = tuple(names)
        if not self.blocks:
            self.declared.update(names)
            self.bound.update(names)
            return
        block = self.blocks[-1]
        for name in names:
            own = name
            if name in self.bound or self._visible(name):
                self.count += 1
                own = f"{name}{MARK}{self.count}"
            block[name] = own
            self.bound.add(own)

    def _visible(self, name: str) -> bool:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.declared or any(name in block for block in scope.blocks):
                return True
            scope = scope.parent
        return False

    def captured(self) -> frozenset[str]:
        """Names bound here that nested functions refer to."""
        return frozenset(self.bound & self.inner)

    def outer_assignments(self) -> frozenset[str]:
        """Names assigned here that belong to an enclosing scope."""
        return frozenset(self.assigned - self.bound)

    def settle_additions(self, shared: frozenset[str] | set[str]) -> None:
        """``text += more`` on a variable that closures share would grow with every round of the engine."""
        for name, node in self.additions:
            if name in shared or name not in self.bound:
                node.value = ir.Opaque(node.value.pos, (node.value,))

    def mentions(self) -> set[str]:
        """What is called, accessed or handed on here."""
        return self.calls | self.used

    def close_into(self, parent: Scope) -> None:
        """Passes on to the enclosing scope what this one needs from outside."""
        parent.inner |= (self.used | self.inner | self.assigned) - self.bound
        parent.calls |= self.mentions()
