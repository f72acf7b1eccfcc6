"""What boto3 alone has of an SDK, and the values of Python's standard library that are looked through."""

from __future__ import annotations

from policywright.analyzers.engine.handles import View
from policywright.analyzers.engine.values import Args, Handle, ModuleV, Obj, Value
from policywright.analyzers.sdk.handles import Client, Place, Signing, Waiter
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

Identifiers = tuple[tuple[str, out.Value], ...]

# --- boto3 ---


@dataclass(frozen=True, slots=True)
class Resource(Signing):
    """A resource; without a type the service resource, without a service one that the code computes."""

    __hash__ = Frozen.__hash__

    service: str | None
    type: str | None = None
    identifiers: Identifiers = ()
    loaded: bool = False
    """Its data came with the listing that it is from."""
    at: Place | None = None
    """Where one is made whose service is computed."""

    def exists(self) -> bool:
        return True

    def sends(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Configuration(Handle):
    """A configuration of clients that names a region."""

    __hash__ = Frozen.__hash__

    region: Value


@dataclass(frozen=True, slots=True)
class Collection(Signing):
    """Resources that belong to one: ``name`` is that of the model's entry."""

    __hash__ = Frozen.__hash__

    service: str
    type: str | None
    name: str
    identifiers: Identifiers
    filters: out.Struct

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Paginator(Signing):
    """A paginator of a method; None for one that the code computes."""

    __hash__ = Frozen.__hash__

    service: str | None
    method: str | None
    at: Place | None = None
    """Where what is computed of it is."""

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class BatchWriter(Signing):
    """``table.batch_writer()``"""

    __hash__ = Frozen.__hash__

    table: out.Value


@dataclass(frozen=True, slots=True)
class Meta(View):
    """``client.meta``"""

    __hash__ = Frozen.__hash__

    owner: Client | Resource


@dataclass(frozen=True, slots=True)
class Inferred(View):
    """A value of the SDK that is a guess, like all that it requests."""

    __hash__ = Frozen.__hash__

    inner: Client | Resource | Paginator | Waiter | Collection | BatchWriter | Meta

    def sends(self) -> bool:
        return self.inner.sends()

    def reaches(self) -> bool:
        return self.inner.reaches()

    def works(self) -> bool:
        return self.inner.works()


# --- libraries ---


@dataclass(frozen=True, slots=True)
class LibraryValue(Handle):
    """Something of a library that has a table: its path, and what rows bound on the way there."""

    __hash__ = Frozen.__hash__

    path: str
    fields: tuple[tuple[str, Value], ...] = ()

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Provider(Handle):
    """What an injection container calls, with its arguments."""

    __hash__ = Frozen.__hash__

    function: Value
    args: Args


# --- the standard library ---


@dataclass(frozen=True, slots=True)
class Namespace(View):
    """``x.__dict__``: the fields of an object, or the globals of a module, as a mapping."""

    __hash__ = Frozen.__hash__

    obj: Obj | ModuleV


@dataclass(frozen=True, slots=True)
class Dynamic(Handle):
    """A member by a name that is computed: what is known of the name, and where."""

    __hash__ = Frozen.__hash__

    receiver: Value
    name: Value
    at: Place

    def alike(self) -> Hashable:
        return self.at

    def computed(self) -> tuple[Value, Value]:
        return self.receiver, self.name


@dataclass(frozen=True, slots=True)
class Future(Handle):
    """What an executor gives for a call, whose result it holds."""

    __hash__ = Frozen.__hash__

    result: Value

    def inside(self) -> tuple[Value, ...]:
        return (self.result,)


@dataclass(frozen=True, slots=True)
class Url(Handle):
    """``urlparse(text)``; None for a text that is not known."""

    __hash__ = Frozen.__hash__

    text: str | None


@dataclass(frozen=True, slots=True)
class Template(Handle):
    """``string.Template(text)``"""

    __hash__ = Frozen.__hash__

    text: Value


@dataclass(frozen=True, slots=True)
class AttrGetter(Handle):
    """``operator.attrgetter(name)``; None for a name that is computed, here and below, ``at`` this place."""

    __hash__ = Frozen.__hash__

    name: str | None
    at: Place


@dataclass(frozen=True, slots=True)
class MethodCaller(Handle):
    """``operator.methodcaller(name, ...)``"""

    __hash__ = Frozen.__hash__

    name: str | None
    args: Args
    at: Place


@dataclass(frozen=True, slots=True)
class ItemGetter(Handle):
    """``operator.itemgetter(key)``"""

    __hash__ = Frozen.__hash__

    key: Value


@dataclass(frozen=True, slots=True)
class Signature(Handle):
    """``inspect.signature(f)``"""

    __hash__ = Frozen.__hash__

    function: Value


@dataclass(frozen=True, slots=True)
class BoundArguments(Handle):
    """What ``bind`` of a signature gives: arguments without names, and a dict of the others."""

    __hash__ = Frozen.__hash__

    positional: Value
    named: Value
