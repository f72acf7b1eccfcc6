"""How much of botocore has an answer, by the layer that gives it (``knowledge status --coverage``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policywright.knowledge.catalog import Catalog
from policywright.knowledge.operations import Operations
from policywright.knowledge.plans import LayerName, Planner
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Store

LAYERS: tuple[LayerName, ...] = (
    "same-name",
    "facts",
    "second-opinion",
    "inferred",
    "overlay",
    "no-permission",
    "unknown",
)

MEANING: dict[LayerName, str] = {
    "same-name": "authorized by the catalog's action of the operation's name",
    "facts": "by the actions that AWS's Service Authorization Reference lists",
    "second-opinion": "by the actions of iann0036/iam-dataset, where AWS's reference is silent",
    "inferred": "by the action of its own name, which the catalog doesn't have yet",
    "overlay": "decided or refined by a row of our overlay",
    "no-permission": "AWS checks nothing: granted by no policy, needed by none",
    "unknown": "no source says; reported as unknown wherever it is called",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCoverage:
    """One client's operations by layer; ``unknown`` names those without an answer."""

    service: str
    counts: tuple[tuple[LayerName, int], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """All clients, and the totals in the order of ``LAYERS``."""

    totals: tuple[tuple[LayerName, int], ...]
    services: tuple[ServiceCoverage, ...]

    @property
    def operations(self) -> int:
        return sum(count for _, count in self.totals)

    @property
    def answered(self) -> int:
        return self.operations - dict(self.totals)["unknown"]


def coverage(store: Store, services: Iterable[str] | None = None) -> Coverage:
    """Counts every operation of the given clients (all of them); reads the whole store, about a second."""
    operations = Operations(store)
    planner = Planner(store, Catalog(store), operations)
    names = operations.services() if services is None else tuple(services)
    found = tuple(_service(name, operations, planner) for name in names)
    totals: Counter[LayerName] = Counter()
    for service in found:
        totals.update(dict(service.counts))
    return Coverage(totals=tuple((layer, totals[layer]) for layer in LAYERS), services=found)


def _service(name: str, operations: Operations, planner: Planner) -> ServiceCoverage:
    counts: Counter[LayerName] = Counter()
    unknown = []
    for api_name in operations.names(name):
        operation = operations.get(name, api_name)
        if operation is None:
            continue
        layer = planner.plan(operation).layer
        counts[layer] += 1
        if layer == "unknown":
            unknown.append(api_name)
    ordered = tuple((layer, counts[layer]) for layer in LAYERS if counts[layer])
    return ServiceCoverage(service=name, counts=ordered, unknown=tuple(unknown))
