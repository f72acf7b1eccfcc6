"""From engine values to the abstract values of the authorization layer."""

from __future__ import annotations

from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.values import (
    BOTTOM,
    NULL_TEXT,
    Args,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    fallbacks_apart,
    make_text,
)
from policywright.analyzers.model import SdkCall
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAX_NODES = 1500
"""Parts of one argument that are described; the rest is unknown."""
MAX_ALL_NODES = 6_000
"""Parts of one request; of more, what is in members of more than an equal share is unknown."""
MAX_DEPTH = 6
"""Nesting of containers that is still described; deeper values are unknown."""


_UNKNOWN = out.Hole(kind="unknown")


@dataclass(frozen=True, slots=True)
class Deferred(out.Later):
    """A nested container, described only when nothing changes any more.

    A request's payload would otherwise be described again, and the request made again, whenever something
    in it grows; what rules look at on the way is at the top.
    """

    __hash__ = out.Frozen.__hash__

    value: Value


def convert(run: Interpreter, value: Value) -> out.Value:
    """What is known of an argument; containers inside of it are left for ``finish``."""
    found = run.described.get(value)
    if found is None:
        found = run.described[value] = _Conversion(run, deferring=True).value(value, 0)
    return found


def member(run: Interpreter, value: Value) -> out.Value:
    """``convert`` for one member of a request.

    Alternatives are described once for all requests: whatever may change is left for ``finish``.
    """
    if type(value) is not Union:
        return _Conversion(run, deferring=True).value(value, 1)
    known = run.alternatives.setdefault(run.semantics, {})
    found = known.get(value)
    if found is None:
        found = known[value] = _Conversion(run, deferring=True).value(value, 1)
    return found


class Described:
    """Descriptions that were made already; good for as long as the heap does not change."""

    __slots__ = ("known", "sizes")

    def __init__(self) -> None:
        self.known: dict[object, out.Value] = {}
        self.sizes: dict[out.Value, int] = {}

    def size(self, value: out.Value) -> int:
        """How many parts a description has for who goes through it, those that it shares as often as they are
        in it.
        """
        found = self.sizes.get(value)
        if found is None:
            inside: tuple[out.Value, ...] = ()
            match value:
                case out.Struct(fields=fields):
                    inside = tuple(item for _, item in fields)
                case out.Items(values=values):
                    inside = values
                case out.OneOf(options=options):
                    inside = options
            found = self.sizes[value] = 1 + sum(map(self.size, inside))
        return found


def finish(run: Interpreter, call: SdkCall, described: Described) -> SdkCall:
    """A request with its deferred parts described, and without names that have a null in them."""
    struct = _finished(run, call.parameters, described)
    assert isinstance(struct, out.Struct)
    if described.size(struct) > MAX_ALL_NODES:
        struct = _in_shares(struct, described)
    resources = tuple(_finished(run, one, described) for one in call.resources)
    region = None if call.region is None else _finished(run, call.region, described)
    identity = call.identity
    if identity.role is not None:
        identity = replace(identity, role=_finished(run, identity.role, described))
    if identity.user is not None:
        identity = replace(identity, user=_finished(run, identity.user, described))
    return replace(call, parameters=struct, resources=resources, region=region, identity=identity)


def _finished(run: Interpreter, value: out.Value, described: Described) -> out.Value:
    """Many calls pass the same objects, so each is described once."""
    match value:
        case Deferred(value=inner):
            known = described.known.get(inner)
            if known is None:
                known = _Conversion(run, deferring=False).value(inner, 1)
                known = _finished(run, known, described)
                # One object for all equal descriptions: comparing large ones over and over would cost most.
                known = described.known[inner] = described.known.setdefault(("same", known), known)
            return known
        case out.Text() if NULL_TEXT in value.parts:
            return _asked(_without_null(value), run)
        case out.Text() if run.engine.asked:
            return _asked(value, run)
        case out.Struct(fields=fields, open=opened, maybe=maybe, computed=computed):
            finished = tuple((name, _finished(run, item, described)) for name, item in fields)
            keys = tuple(_finished(run, key, described) for key in computed)
            return out.Struct(finished, opened, maybe, keys)
        case out.Items(values=values, open=opened):
            return out.Items(tuple(_finished(run, item, described) for item in values), opened)
        case out.OneOf():
            either = described.known.get(value)
            if either is None:
                either = out.one_of(_finished(run, option, described) for option in _meant(value))
                if described.size(either) > MAX_NODES:
                    either = out.one_of(map(_whole, out.alternatives(either)))
                described.known[value] = either
            return either
    return value


def _in_shares(struct: out.Struct, described: Described) -> out.Struct:
    """What passes on keywords of very many callers passes all that any of them has, each to each."""
    share = MAX_ALL_NODES // len(struct.fields)
    fields = (
        (name, value if described.size(value) <= share else out.one_of(map(_whole, out.alternatives(value))))
        for name, value in struct.fields
    )
    return replace(struct, fields=tuple(fields))


def _whole(value: out.Value) -> out.Value:
    """One of very many alternatives: what is in it is not told."""
    return out.Unknown("size") if isinstance(value, out.Struct | out.Items) else value


def _meant(value: out.OneOf) -> list[out.Value]:
    """The alternatives but for texts with a null in them, as long as others name something.

    Asked now, that does not depend on which was there first; asked while things change, it would.
    """
    every = list(out.alternatives(value))
    named = [one for one in every if not (isinstance(one, out.Text) and NULL_TEXT in one.parts)]
    return named if any(one != out.Const(None) for one in named) else every


def _asked(text: out.Text, run: Interpreter) -> out.Text:
    """A text in which it is said of which environment variables the program asks whether they are set."""
    names = run.engine.asked
    if not any(
        isinstance(part, out.Hole) and part.kind == "env" and part.name in names for part in text.parts
    ):
        return text
    parts = (
        replace(part, asked=True)
        if isinstance(part, out.Hole) and part.kind == "env" and part.name in names
        else part
        for part in text.parts
    )
    return out.Text(tuple(parts))


def _without_null(text: out.Text) -> out.Text:
    """A text in which nobody knows what stands for the null: the code sets that somewhere else."""
    parts = (_UNKNOWN if part == NULL_TEXT else part for part in text.parts)
    found = make_text(parts)
    return out.Text(found.parts) if isinstance(found, Text) else text


class _Conversion:
    """One argument: shared parts and cycles on the heap become a tree of bounded size."""

    def __init__(self, run: Interpreter, *, deferring: bool) -> None:
        self._run = run
        self._deferring = deferring
        self._left = MAX_NODES
        self._inside: set[Obj] = set()

    def value(self, value: Value, depth: int) -> out.Value:
        self._left -= 1
        if self._left < 0:
            return out.Unknown("size")
        match value:
            case Known(value=bytes(data)):
                return out.Const(data.decode("latin-1"))
            case Known(value=scalar):
                return out.Const(scalar)  # type: ignore[arg-type]
            case Text(parts=parts):
                return out.Text(parts)
            case Unknown(reason="parameter", name=str(name)):
                return out.Text((out.Hole(kind="parameter", name=name),))
            case Unknown(reason=reason):
                return out.Unknown(reason)
            case Union(options=options):
                return self._alternatives(options, depth)
            case Handle():
                found = self._run.semantics_value(value)
                return found if found is not None else out.Unknown("sdk-value")
            case _ if depth >= MAX_DEPTH:
                return out.Unknown("size")
            case Tup() | Obj() if self._deferring and depth > 0:
                return Deferred(value)
            case Tup(items=items, open=opened):
                # However many there are, each is one of these.
                return out.Items(tuple(self.value(item, depth + 1) for item in items), opened and not items)
            case Obj() if self._run.heap.shape(value).common:
                return out.Unknown("value")
            case Obj() if value not in self._inside:
                self._inside.add(value)
                try:
                    return self._object(value, depth)
                finally:
                    self._inside.discard(value)
        return out.Unknown("value")

    def _alternatives(self, options: tuple[Value, ...], depth: int) -> out.Value:
        found = dict.fromkeys(self.value(option, depth) for option in fallbacks_apart(options))
        if not found:
            return out.Unknown("no-value")
        return next(iter(found)) if len(found) == 1 else out.OneOf(tuple(found))

    def _object(self, obj: Obj, depth: int) -> out.Value:
        heap = self._run.heap
        shape = heap.shape(obj)
        keys = heap.keys(obj)
        if shape.kind == "list":
            items = [self.value(heap.load(obj, key), depth + 1) for key in keys]
            rest = self._run.heap.load(obj, ANY)
            if rest is not BOTTOM:
                items.append(self.value(rest, depth + 1))
            # Appended items all share one description; that there may be none of them changes nothing.
            return out.Items(tuple(items), shape.open)
        if shape.kind == "dict":
            fields = tuple((str(key), self.value(heap.load(obj, key), depth + 1)) for key in keys)
            maybe = frozenset(str(key) for key in shape.maybe if isinstance(key, str))
            computed = tuple(out.Text(key.parts) for key in heap.computed(obj))
            return out.Struct(fields, heap.is_open(obj), maybe, computed)
        return out.Unknown("object")


def keywords(run: Interpreter, args: Args) -> out.Struct:
    """Keyword arguments as request members."""
    fields = tuple((name, member(run, value)) for name, value in args.keywords)
    return out.Struct(fields, args.open, args.maybe)
