"""What walking a state machine collects: calls, needs and what can't be told, each at its place."""

from __future__ import annotations

from policywright.analyzers.infrastructure.model import Definition, Path, RuntimeNeed
from policywright.analyzers.model import AMBIENT, Identity, SdkCall, Span, Unresolved, UnresolvedCode
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Struct, Value

VIA = "Step Functions"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFindings:
    """What the role of a state machine needs.

    ``calls`` are requests, authorized as those of any language; ``needs`` are actions outside an API
    operation, or under conditions of their own (managed EventBridge rules, HTTP endpoints, map runs).
    """

    calls: tuple[SdkCall, ...] = ()
    needs: tuple[RuntimeNeed, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the walk is: the names of the states that lead here, and the path in the definition."""

    chain: tuple[str, ...]
    path: Path

    def at(self, *steps: str | int) -> Place:
        return Place(chain=self.chain, path=(*self.path, *steps))

    def state(self, name: str, *steps: str | int) -> Place:
        return Place(chain=(*self.chain, name), path=(*self.path, *steps, name))

    @property
    def name(self) -> str:
        return self.chain[-1] if self.chain else "the state machine"


@dataclass(slots=True, eq=False)
class Collector:
    """Collects with the span of the nearest node above."""

    entry: str
    default: Span
    spans: dict[Path, Span]
    calls: list[SdkCall] = field(default_factory=list)
    needs: list[RuntimeNeed] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)

    @classmethod
    def of(cls, entry: str, default: Span, definition: Definition | None) -> Collector:
        return cls(entry, default, dict(definition.spans) if definition is not None else {})

    def span(self, place: Place) -> Span:
        path = place.path
        while path:
            if path in self.spans:
                return self.spans[path]
            path = path[:-1]
        return self.spans.get((), self.default)

    def call(
        self, place: Place, service: str, operation: str, parameters: Struct, *, identity: Identity = AMBIENT,
        actions: tuple[str, ...] = (), resources: tuple[Value, ...] = (), inferred: bool = False,
        optional: str | None = None,
    ) -> None:  # fmt: skip
        self.calls.append(SdkCall(
            service=service, operation=operation, parameters=parameters, span=self.span(place),
            identity=identity, certainty="inferred" if inferred else "resolved", via=VIA,
            entry=self.entry, chain=place.chain, actions=actions, resources=resources, optional=optional,
        ))  # fmt: skip

    def need(self, place: Place, need: RuntimeNeed) -> None:
        if need not in self.needs:
            self.needs.append(need)

    def unknown(
        self, place: Place, code: UnresolvedCode, detail: str, could_be: tuple[str, ...] = ()
    ) -> None:
        span = self.span(place)
        self.unresolved.append(Unresolved(code=code, span=span, detail=detail, could_be=could_be))

    def findings(self) -> MachineFindings:
        return MachineFindings(
            calls=tuple(self.calls), needs=tuple(self.needs), unresolved=tuple(self.unresolved)
        )
