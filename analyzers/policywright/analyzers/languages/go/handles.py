"""What only Go's SDKs have, and what the front end and the standard library need."""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.handles import View
from policywright.analyzers.engine.values import ClassV, Ext, Handle, Value
from policywright.analyzers.sdk.handles import Signing
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

# --- the SDKs ---


@dataclass(frozen=True, slots=True)
class Config(Signing):
    """v2's ``aws.Config`` and v1's session; what is set later is in cells that are called by its site."""

    __hash__ = Frozen.__hash__

    site: Hashable
    region: Value | None = None
    endpoint: Value | None = None

    def reaches(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Options(Signing):
    """What a ``func(o *s3.Options)`` fills in, in cells that are called by its site."""

    __hash__ = Frozen.__hash__

    site: Hashable


@dataclass(frozen=True, slots=True)
class LoadOption(Signing):
    """``config.With...``: what it says of credentials, of the region and the endpoint."""

    __hash__ = Frozen.__hash__

    region: Value | None = None
    endpoint: Value | None = None


@dataclass(frozen=True, slots=True)
class Paginator(Handle):
    """A paginator by the page that it gives."""

    __hash__ = Frozen.__hash__

    page: Value

    def exists(self) -> bool:
        return True

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class TypedPaginator(Handle):
    """A paginator that is known by its declared type alone."""

    __hash__ = Frozen.__hash__

    service: str
    operation: str

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Request(Handle):
    """v1's request object of an operation, which is taken to be sent."""

    __hash__ = Frozen.__hash__

    service: str
    operation: str

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Manager(Signing):
    """A helper over S3's client: what uploads, downloads or deletes several objects."""

    __hash__ = Frozen.__hash__

    kind: str


@dataclass(frozen=True, slots=True)
class Locks(Signing):
    """``dynamolock``'s client of locks in a table, or one of the locks."""

    __hash__ = Frozen.__hash__

    table: Value


@dataclass(frozen=True, slots=True)
class Tables(Signing):
    """What ``guregu/dynamo`` asks of a table, on its way."""

    __hash__ = Frozen.__hash__

    kind: str
    table: Value
    index: Value


@dataclass(frozen=True, slots=True)
class Generic(Handle):
    """A library's function with type arguments that are types of the program."""

    __hash__ = Frozen.__hash__

    function: Value
    types: Value


@dataclass(frozen=True, slots=True)
class Signer(Signing):
    """A signer of requests that the program makes by hand."""

    __hash__ = Frozen.__hash__


@dataclass(frozen=True, slots=True)
class HttpRequest(Handle):
    """``http.NewRequest(method, url, body)``, which says what is signed."""

    __hash__ = Frozen.__hash__

    method: out.Value
    url: out.Value


# --- the language ---


@dataclass(frozen=True, slots=True)
class Yield(Handle):
    """What an iterator function gets to call."""

    __hash__ = Frozen.__hash__

    iterator: Value


@dataclass(frozen=True, slots=True)
class Sequence(Handle):
    """``iter.Seq2`` of the standard library; of a ``Seq``, nothing is said of the second value."""

    __hash__ = Frozen.__hash__

    first: Value
    second: Value

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Pulled(Handle):
    """What ``iter.Pull`` gives to call: it gives this, and whether there was one."""

    __hash__ = Frozen.__hash__

    given: Value

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Holder(Handle):
    """An ``atomic.Pointer`` or the like; what it holds is in a cell that is called by it."""

    __hash__ = Frozen.__hash__

    site: Hashable

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Interface(View):
    """A value of an interface whose implementation is not known."""

    __hash__ = Frozen.__hash__

    cls: ClassV


@dataclass(frozen=True, slots=True)
class OfType(Handle):
    """Stands for the receiver in a method expression (``(*s3.Client).GetObject``): the first argument."""

    __hash__ = Frozen.__hash__

    type: ClassV | Ext

    def exists(self) -> bool:
        return True

    def sends(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Signature(Handle):
    """A function type; with the operation that its types name, if they do."""

    __hash__ = Frozen.__hash__

    service: str | None = None
    operation: str | None = None
