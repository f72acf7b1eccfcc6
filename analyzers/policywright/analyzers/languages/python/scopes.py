"""Which names a Python scope binds, uses, and lends to the functions nested in it."""

from __future__ import annotations

from policywright.knowledge.records import dataclass, field


@dataclass(slots=True, eq=False)
class Scope:
    """Collected while a function, class or module is lowered."""

    kind: str
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    yields: bool = False

    def captured(self) -> frozenset[str]:
        """Names bound here that nested functions refer to."""
        return frozenset(self.bound & self.inner)

    def mentions(self) -> set[str]:
        """Every name that may refer to a function here: called, or handed on."""
        return self.calls | self.used

    def close_into(self, parent: Scope) -> None:
        """Passes on to the enclosing scope what this one needs from outside."""
        own = self.bound - self.globals - self.nonlocals
        # A class body's names are not visible in its methods (Python reference, 4.2.2).
        free = self.used | self.inner if self.kind == "class" else (self.used | self.inner) - own
        parent.inner |= free | self.nonlocals
        parent.calls |= self.mentions()
