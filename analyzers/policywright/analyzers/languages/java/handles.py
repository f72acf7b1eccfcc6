"""What only Java's SDKs and the libraries over them have, and what is looked through of the JDK."""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.values import BOTTOM, Handle, Method, Value
from policywright.analyzers.sdk.handles import Signing
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

# --- the SDKs ---


@dataclass(frozen=True, slots=True)
class Waiters(Signing):
    """All waiters of a service: v2's ``S3Waiter``, v1's ``client.waiters()``."""

    __hash__ = Frozen.__hash__

    service: str


@dataclass(frozen=True, slots=True)
class Enhanced(Signing):
    """DynamoDB's enhanced client, or v1's ``DynamoDB``."""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class Table(Signing):
    """A table of DynamoDB, or an index of one."""

    __hash__ = Frozen.__hash__

    name: Value
    index: Value | None = None


@dataclass(frozen=True, slots=True)
class Mapper(Signing):
    """``DynamoDBMapper``, and what it was made with beside the client.

    A ``DynamoDBTableMapper`` is one for a single class, its ``model``.
    """

    __hash__ = Frozen.__hash__

    configured: tuple[Value, ...] = ()
    model: Value | None = None


@dataclass(frozen=True, slots=True)
class Tokens(Signing):
    """What signs logins to databases."""

    __hash__ = Frozen.__hash__


# --- libraries over the SDKs ---


@dataclass(frozen=True, slots=True)
class Locks(Signing):
    """The DynamoDB lock client, or a lock of its table."""

    __hash__ = Frozen.__hash__

    table: Value


@dataclass(frozen=True, slots=True)
class Jms(Signing):
    """SQS as JMS: the connection factory, or what is made from it for a queue."""

    __hash__ = Frozen.__hash__

    kind: str
    queue: Value


@dataclass(frozen=True, slots=True)
class Helper(Handle):
    """A template, provider or cache that makes requests by itself, by what it is."""

    __hash__ = Frozen.__hash__

    kind: str


@dataclass(frozen=True, slots=True)
class S3Resource(Handle):
    """Spring's resource over an object of S3."""

    __hash__ = Frozen.__hash__

    bucket: Value | None = None
    key: Value | None = None

    def works(self) -> bool:
        return True


# --- the language ---


@dataclass(frozen=True, slots=True)
class Box(Handle):
    """A stream, optional, future, supplier or iterator, by what comes out of it.

    ``of`` is the collection that an iterator writes to.
    """

    __hash__ = Frozen.__hash__

    value: Value
    of: Value = BOTTOM

    def inside(self) -> tuple[Value, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Entry(Handle):
    """``Map.Entry``, and the map that it writes to."""

    __hash__ = Frozen.__hash__

    key: Value
    value: Value
    of: Value = BOTTOM


@dataclass(frozen=True, slots=True)
class Collector(Handle):
    """``Collectors.toMap(...)``"""

    __hash__ = Frozen.__hash__

    name: str
    args: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Environment(Handle):
    """``System.getenv()``"""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class Declared(Handle):
    """A method of an interface, by what it returns."""

    __hash__ = Frozen.__hash__

    value: Value


@dataclass(frozen=True, slots=True)
class Reference(Handle):
    """``Type::method``, or ``object::method`` where it is bound."""

    __hash__ = Frozen.__hash__

    target: Value
    name: str
    bound: bool = False

    def code(self) -> Value | None:
        return Method(self.target, self.name)


@dataclass(frozen=True, slots=True)
class Sink(Handle):
    """A consumer that a library passes to code of the program, by the cell of what it gets."""

    __hash__ = Frozen.__hash__

    cell: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class LombokBuilder(Handle):
    """A builder that Lombok makes for a class, with the fields that are set so far."""

    __hash__ = Frozen.__hash__

    cls: Value
    fields: tuple[tuple[str, Value], ...] = ()
