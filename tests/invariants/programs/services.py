"""Services and operations for generated programs, out of the knowledge store, and how each language spells them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

_READING = ("List", "Describe", "Get")
SHARED = "ListTagsForResource"
"""What most services have: only the receiver tells whose it is."""


@dataclass(frozen=True, order=True)
class Call:
    """An operation of a service, and the one string that it has to be given, if any."""

    service: str
    operation: str
    method: str
    service_id: str
    required: str | None = None

    @property
    def mark(self) -> str:
        return f"@@{self.service}:{self.operation}"

    @property
    def word(self) -> str:
        """The service as (a part of) a name."""
        return re.sub(r"[^a-z0-9]", "_", self.service)

    @property
    def small(self) -> str:
        """Go's and Java's package of the service."""
        return re.sub(r"[^a-z0-9]", "", self.service_id.lower())

    @property
    def lower(self) -> str:
        """The operation as a method of JavaScript and Java."""
        return self.operation[0].lower() + self.operation[1:]

    @property
    def kebab(self) -> str:
        """JavaScript's package of the service, without what all begin with."""
        return re.sub(r"[^a-z0-9]+", "-", self.service_id.lower())

    @property
    def camel(self) -> str:
        """JavaScript's class of the service."""
        return "".join(word[0].upper() + word[1:] for word in self.service_id.split())

    @property
    def pascal(self) -> str:
        """Java's class of the service (``Sqs``, ``DynamoDb``, ``CloudWatchLogs``)."""
        words = re.sub(r"([A-Z])([A-Z]+)", lambda m: m[1] + m[2].lower(), self.service_id).split()
        return "".join(word[0].upper() + word[1:] for word in words)


@cache
def _operations() -> Operations:
    return Operations(shared_store())


@cache
def _own() -> tuple[tuple[Call, ...], ...]:
    """Per service the reading operations that no other service has and that need no argument."""
    operations = _operations()
    found = []
    for service in operations.services():
        calls = tuple(
            Call(service, name, operation.method, operations.service_id(service))
            for name in operations.names(service)
            if name.startswith(_READING)
            and (operation := operations.get(service, name)) is not None
            and operation.signed
            and not operation.deprecated
            and not any(member.required for member in operation.members)
            and operations.services_with_operation(name) == (service,)
        )
        if calls:
            found.append(calls)
    return tuple(found)


@cache
def _shared() -> tuple[Call, ...]:
    operations = _operations()
    found = []
    for service in operations.services():
        operation = operations.get(service, SHARED)
        required = [member for member in operation.members if member.required] if operation else []
        if operation is not None and len(required) == 1 and required[0].type == "string":
            found.append(
                Call(service, SHARED, operation.method, operations.service_id(service), required[0].name)
            )
    return tuple(found)


PER_MODULE = 16


def chunks(calls: Sequence[Call]) -> list[tuple[int, Sequence[Call]]]:
    """The calls by the module that they stand in."""
    return [(start, calls[start : start + PER_MODULE]) for start in range(0, len(calls), PER_MODULE)]


def own(count: int, rng: random.Random) -> list[Call]:
    """Calls that name their service, of as many services as there are."""
    services = list(_own())
    rng.shuffle(services)
    return [call for call, _ in zip(_in_turn(services), range(count), strict=False)]


def _in_turn(services: list[tuple[Call, ...]]) -> Iterator[Call]:
    for turn in range(max(map(len, services))):
        yield from (calls[turn] for calls in services if turn < len(calls))


def shared(count: int, rng: random.Random) -> list[Call]:
    """One operation of as many services as have it; then calls that name other services."""
    found = list(_shared())
    rng.shuffle(found)
    taken = {call.service for call in found}
    rest = [call for call in own(10 * count, rng) if call.service not in taken]
    return [*found[:count], *rest[: max(0, count - len(found))]]


def paginators(count: int, rng: random.Random) -> list[Call]:
    """Calls that boto3 can do page by page."""
    operations = _operations()
    found = [
        call for calls in _own() for call in calls if call.operation in operations.paginators(call.service)
    ]
    rng.shuffle(found)
    return found[:count]


def pairs(count: int, rng: random.Random) -> list[tuple[Call, Call]]:
    """Two calls of one service, and so of many."""
    found = [(calls[0], calls[1]) for calls in _own() if len(calls) > 1]
    rng.shuffle(found)
    return found[:count]
