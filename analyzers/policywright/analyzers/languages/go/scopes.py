"""Go's lexical scopes while a file is lowered: which declaration a name means.

Go scopes are blocks, the IR's are functions, so every declaration gets a name that is unique in its
function (``err``, ``err#2``). Names that no block declares are the package's, or an imported package's.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.knowledge.records import dataclass, field


@dataclass(slots=True, eq=False)
class FunctionScope:
    """The blocks of one function, innermost last, and what its names are used for."""

    blocks: list[dict[str, str]] = field(default_factory=lambda: [{}])
    types: dict[str, ir.Expr] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    """Of type parameters, the parameters whose types have them, as they are named in the code."""
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    results: tuple[str, ...] = ()
    """Unique names of the named results, for a bare ``return``."""
    kinds: dict[str, ir.Expr] = field(default_factory=dict)
    """What the declared types of variables say that start out empty: lists, maps, pointers."""
    values: set[str] = field(default_factory=set)
    """Variables that hold a struct itself where they hold one, not a pointer."""
    fresh: set[str] = field(default_factory=set)
    """Those of them that nothing else can see: nothing but fields of theirs has been used so far."""
    written: set[str] = field(default_factory=set)
    """Variables with assignments to fields."""
    stored: set[tuple[bytes, int]] = field(default_factory=set)
    """Fields that were assigned to so far, with how many blocks were open."""
    copies: list[tuple[ir.Assign, str, str | None]] = field(default_factory=list)
    """Assignments that copy a struct: to which variable, and from which."""

    def find(self, name: str) -> str | None:
        """The unique name that a name has in the innermost block that declares it."""
        for block in reversed(self.blocks):
            found = block.get(name)
            if found is not None:
                return found
        return None

    def captured(self) -> frozenset[str]:
        """Names bound here that nested functions use."""
        return frozenset(self.bound & self.inner)

    def close_into(self, parent: FunctionScope) -> None:
        """Passes on what this function takes from the enclosing ones."""
        parent.inner |= (self.used | self.inner | self.nonlocals) - self.bound
        parent.calls |= self.calls


class Scopes:
    """All scopes open at a point of a file; the first one is the package's."""

    def __init__(self) -> None:
        self.stack: list[FunctionScope] = [FunctionScope()]

    @property
    def here(self) -> FunctionScope:
        return self.stack[-1]

    @property
    def in_function(self) -> bool:
        return len(self.stack) > 1

    def push(self) -> None:
        self.here.blocks.append({})

    def pop(self) -> None:
        self.here.blocks.pop()

    def declare(self, name: str) -> str:
        """A new variable of the innermost block (the package's names stay as they are)."""
        scope = self.here
        if not self.in_function:
            scope.bound.add(name)
            return name
        unique, count = name, 1
        while unique in scope.bound or any(unique in outer.bound for outer in self.stack[1:-1]):
            count += 1
            unique = f"{name}#{count}"
        scope.bound.add(unique)
        scope.blocks[-1][name] = unique
        return unique

    def declared_here(self, name: str) -> str | None:
        """The name as the innermost block itself declares it."""
        return self.here.blocks[-1].get(name) if self.in_function else None

    def use(self, name: str) -> str | None:
        """The unique name of a local variable; None for a name of the package or an import."""
        for depth in range(len(self.stack) - 1, 0, -1):
            found = self.stack[depth].find(name)
            if found is not None:
                self.here.used.add(found)
                return found
        return None

    def assign(self, name: str) -> str:
        """The name that an assignment writes, noted as outer or global where it is."""
        scope = self.here
        for depth in range(len(self.stack) - 1, 0, -1):
            found = self.stack[depth].find(name)
            if found is not None:
                if depth != len(self.stack) - 1:
                    scope.nonlocals.add(found)
                return found
        if self.in_function:
            scope.globals.add(name)
        return name

    def write(self, unique: str) -> None:
        """Notes an assignment to a field of a local variable."""
        for scope in reversed(self.stack[1:]):
            if unique in scope.bound:
                scope.written.add(unique)
                return

    def escape(self, unique: str | None = None) -> None:
        """A variable (or any) may be seen from elsewhere from here on."""
        for scope in self.stack[1:]:
            scope.fresh &= scope.fresh - {unique} if unique is not None else set()

    def kind_of(self, unique: str) -> ir.Expr | None:
        """What is said of an empty variable in scope."""
        return next((scope.kinds[unique] for scope in reversed(self.stack) if unique in scope.kinds), None)

    def typed(self, name: str) -> tuple[str, ...]:
        """The unique names of the parameters whose types have a type parameter."""
        scope = next((one for one in reversed(self.stack) if name in one.types), None)
        labels = scope.typed.get(name, ()) if scope is not None else ()
        return tuple(unique for label in labels if (unique := self.use(label)) is not None)

    def type_parameter(self, name: str) -> ir.Expr | None:
        """The constraint of a type parameter in scope; None when the name is none."""
        for scope in reversed(self.stack):
            if name in scope.types:
                return scope.types[name]
        return None
