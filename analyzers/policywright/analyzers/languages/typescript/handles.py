"""What only JavaScript's SDKs have, and what is looked through of the language and its libraries."""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.values import NO_ARGS, Args, Handle, Value
from policywright.analyzers.sdk.handles import Signing
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

# --- the SDKs ---


@dataclass(frozen=True, slots=True)
class Document(Signing):
    """DynamoDB's document client; ``bound`` as for a ``Client``."""

    __hash__ = Frozen.__hash__

    bound: Value | None = None

    def sends(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Command(Handle):
    """``new PutObjectCommand(input)``, with the action of an operation that botocore does not have."""

    __hash__ = Frozen.__hash__

    service: str
    operation: str
    input: Value
    action: str | None = None

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Signer(Signing):
    """What signs logins to databases, or an address of Polly, by its service."""

    __hash__ = Frozen.__hash__

    service: str
    config: Value


# --- libraries ---


@dataclass(frozen=True, slots=True)
class LibraryValue(Handle):
    """Something of a library that has a table: its path there, and the arguments that it was made with."""

    __hash__ = Frozen.__hash__

    package: str
    path: str
    made: Args = NO_ARGS

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Curried(Handle):
    """A function that waits for more arguments."""

    __hash__ = Frozen.__hash__

    function: Value
    args: Args = NO_ARGS

    def code(self) -> Value | None:
        return self.function


@dataclass(frozen=True, slots=True)
class Named(Handle):
    """``_.property(path)``: a member of what it is called with; ``_.method(path, ...args)`` calls it."""

    __hash__ = Frozen.__hash__

    name: Value
    args: Args
    called: bool

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Composed(Handle):
    """Functions that are called one after the other."""

    __hash__ = Frozen.__hash__

    steps: tuple[Value, ...]


# --- the language ---


@dataclass(frozen=True, slots=True)
class ModuleObject(Handle):
    """``module`` of CommonJS."""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class Exports(Handle):
    """``exports`` of CommonJS."""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class Resolver(Handle):
    """``resolve`` of a promise, by the cell of what it gets; a callback gets that ``after`` an error."""

    __hash__ = Frozen.__hash__

    cell: tuple[Hashable, ...]
    after: int = 0


@dataclass(frozen=True, slots=True)
class Rejecter(Handle):
    """``reject`` of a promise."""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class Promisified(Handle):
    """A function with a callback as one that returns."""

    __hash__ = Frozen.__hash__

    function: Value

    def code(self) -> Value | None:
        return self.function


@dataclass(frozen=True, slots=True)
class Proxy(Handle):
    """``new Proxy(target, {get})``, with what it calls when a member is set, and when it is called."""

    __hash__ = Frozen.__hash__

    target: Value
    get: Value
    set: Value
    call: Value
