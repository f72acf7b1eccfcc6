"""Instances: one evaluation of a function (or module body) in one context."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import FuncV

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.solver import Cell, Site


class Instance:
    """A function in a context, or a module body; a caller outside the program has neither."""

    __slots__ = (
        "called_at", "calls", "classes", "context", "function", "id", "into", "module", "outside",
        "parameters", "queued", "result", "walked",
    )  # fmt: skip

    def __init__(
        self, number: int, module: str, function: FuncV | None, context: tuple[object, ...], result: Cell
    ) -> None:
        self.id = number
        self.module = module
        self.function = function
        self.context = context
        self.parameters: dict[str, Cell] = {}
        """What is passed, before defaults and annotations."""
        self.result = result
        self.calls: dict[Instance, None] = {}
        self.called_at: dict[Instance, dict[tuple[Site, ir.Pos], None]] = {}
        """Of each caller the sites that call it, and the part of an expression on some paths that does."""
        self.into: Instance | None = None
        """The one that everything goes to which is passed here: this one is one of too many."""
        self.classes: dict[tuple[ir.Class, object], None] = {}
        """Class bodies that it has walked."""
        self.walked = False
        self.queued = False
        self.outside = False

    @property
    def receiver(self) -> str:
        """The variable that a method has its object in."""
        if self.function is None or self.function.owner is None:
            return ""
        code = self.function.function
        return code.receiver or (code.params[0].name if code.params else "")

    @property
    def pos(self) -> ir.Pos:
        return self.function.function.pos if self.function is not None else (0, 0)

    @property
    def label(self) -> str:
        return self.function.function.qualname if self.function is not None else self.module


class Instances:
    """All instances of an analysis."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[object, ...], Instance] = {}
        self.by_id: list[Instance] = []
        self.evaluated: dict[ir.Function, None] = {}
        self.products: dict[FuncV, dict[Instance, tuple[object, ...]]] = {}
        """Of functions that several things tell apart, each instance by the one that counts most."""
        self.merged: set[FuncV] = set()
        """Those of which these were too many: only that one tells them apart."""

    def make(
        self, key: tuple[object, ...] | None, module: str, function: FuncV | None, context: tuple[object, ...]
    ) -> Instance:
        from policywright.analyzers.engine.solver import Cell

        found = Instance(len(self.by_id), module, function, context, Cell())
        self.by_id.append(found)
        if key is not None:
            self.by_key[key] = found
        else:
            found.outside = True
        if function is not None:
            self.evaluated[function.function] = None
        return found

    def forget(self) -> None:
        for instance in self.by_id:
            instance.calls.clear()
            instance.called_at.clear()
        self.by_key.clear()
        self.products.clear()
        self.by_id.clear()

    def chains(self) -> dict[Instance, tuple[str, ...]]:
        """For each instance the functions that lead to it, outermost first: the shortest way, by names."""
        found: dict[Instance, tuple[str, ...]] = {}
        called = {
            callee for one in self.by_id if not one.outside for callee in one.calls if callee is not one
        }
        layer: dict[Instance, tuple[str, ...]] = {
            one: (one.label,) for one in self.by_id if not one.outside and one not in called
        }
        pending = set(self.by_id)
        while True:
            while layer:
                following: dict[Instance, tuple[str, ...]] = {}
                for one, chain in layer.items():
                    found[one] = chain
                    pending.discard(one)
                for one, chain in layer.items():
                    for callee in one.calls:
                        if callee in found:
                            continue
                        longer = (*chain, callee.label)
                        if callee not in following or longer < following[callee]:
                            following[callee] = longer
                layer = following
            if not pending:
                return found
            # Only cycles are left that nothing outside leads into.
            least = min(pending, key=lambda one: (one.module, one.label, one.pos, one.id))
            layer = {least: (least.label,)}
