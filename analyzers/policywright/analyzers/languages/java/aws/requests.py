"""Request objects and builders: mappings on the heap that remember their SDK type.

v2's ``PutObjectRequest.builder().bucket("b").build()``, its consumer form ``r -> r.bucket("b")`` and v1's
``new PutObjectRequest().withBucketName("b")`` / ``setBucketName`` all fill one mapping; on the way out its
keys
become the API's member names.
"""

from __future__ import annotations

from functools import lru_cache

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import Deferred, convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    FuncV,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.java import places
from policywright.analyzers.languages.java.aws import names
from policywright.analyzers.languages.java.handles import Reference
from policywright.analyzers.sdk import members
from policywright.analyzers.sdk.requests import made_as, merged, taken_by, with_member
from policywright.knowledge import values as out
from policywright.knowledge.operations import Operation
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

CALLABLES = FuncV | Bound | Partial
_COPIES = ("toBuilder", "copy", "clone")
_SPECIAL = {
    "bucketname": "Bucket", "sourcebucketname": "$SourceBucket", "sourcekey": "$SourceKey",
    "sourcebucket": "$SourceBucket", "destinationbucketname": "Bucket", "destinationkey": "Key",
    "destinationbucket": "Bucket", "cannedacl": "ACL", "cannedaccesscontrollist": "ACL",
    "accesscontrollist": "GrantRead", "sourceversionid": "$SourceVersion",
    "sseawskeymanagementparams": "SSEKMSKeyId", "storageclassname": "StorageClass",
    "newobjecttagging": "Tagging",
}  # fmt: skip
"""S3's members under other names: all of v1's S3 client is written by hand, and v2 splits ``CopySource``."""

_FILLED = regex(r"\.model\.|Request$|Builder$|Configuration$|\.builder$")
"""Classes whose getters give what has been set, by the ends of their paths."""
NESTED = "@"
"""Starts the type of what a consumer fills in: ``@dynamodb`` for a part of a request to that service."""


# --- making ---


def literal(run: Interpreter, path: str, *site: object) -> Obj:
    """An empty object of an SDK type."""
    obj = places.made(run, "dict", *site)
    types_of(run)[obj.id] = path
    return obj


def types_of(run: Interpreter) -> dict[int, str]:
    types: dict[int, str] = run.semantics.types  # type: ignore[attr-defined]
    return types


def type_of(run: Interpreter, value: Value | None) -> str | None:
    """An SDK type that a value was made as."""
    return next(iter(types_in(run, value)), None)


def types_in(run: Interpreter, value: Value | None) -> list[str]:
    """The SDK types that a value was made as."""
    return made_as(types_of(run), value)


@lru_cache(maxsize=1024)
def _small(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(label.lower() for label in labels)


def member(run: Interpreter, value: Value | None, *labels: str) -> Value | None:
    """What was set under any of the names (in any case); None when nothing was."""
    wanted = _small(labels)
    found: list[Value] = []
    for option in options(value) if value is not None else ():
        if isinstance(option, Obj) and run.heap.shape(option).kind == "dict":
            found.extend(
                run.heap.load(option, key) for key in run.heap.keys(option) if str(key).lower() in wanted
            )
    return join_all(found) if found else None


def configured(run: Interpreter, function: Value, service: str, pos: ir.Pos, *, nested: bool = False) -> Obj:
    """The request (or part of one) that a consumer (``r -> r.bucket("b")``) fills in."""
    obj = literal(run, f"{NESTED}{service}{'/' if nested else ''}", pos, "consumer")
    call(run, function, Args((obj,)), pos)
    return obj


def call(run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
    """Calls a function, method reference or functional object."""
    found: Value = run.semantics.invoke(run, function, args, pos)  # type: ignore[attr-defined]
    return found


def is_callable(value: Value | None) -> bool:
    return value is not None and any(isinstance(option, CALLABLES | Reference) for option in options(value))


# --- methods of request objects and builders ---


def method(run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos) -> Value:
    """A setter, getter, ``build`` or copy; every setter returns the object."""
    if name in _COPIES and not args.positional:
        return _copied(run, obj, pos)
    if name == "copy":
        # ``request.copy(builder -> builder.key("k"))``
        made = _copied(run, obj, pos)
        call(run, args.positional[0], Args((made,)), pos)
        return made
    if name == "applyMutation":
        call(run, args.get(0) or BOTTOM, Args((obj,)), pos)
        return obj
    if not args.positional and args.more is None:
        return _getter(run, obj, name)
    if name.startswith(("with", "set", "add")) and name[3:4].isupper() | name[4:5].isupper():
        key = name.removeprefix("with") if name.startswith("with") else name[3:]
        _store(run, obj, key[:1].lower() + key[1:], args, pos, entry=name.startswith("add"))
        return obj
    _store(run, obj, name, args, pos)
    return obj


def _store(run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos, *, entry: bool = False) -> None:
    service, part = _belongs(run, obj)
    signs = name.lower().endswith(("credentials", "credentialsprovider"))
    # A lambda fills in what the setter takes, but a provider of credentials is one itself.
    values = [value if signs else _filled(run, value, service, pos) for value in args.positional]
    if part and names.has_upper_members(run, service):
        name = name[:1].upper() + name[1:]
    certain = _always(run, obj, pos)
    if entry:
        run.heap.store(obj, name, Unknown("entries"), certain=certain)
        run.heap.store(obj, f"${name}", Tup(tuple(values)), certain=certain)
        return
    value = values[0] if len(values) == 1 else Tup(tuple(values))
    if signs and not certain:
        # A statement of its own may stand under a condition: without it the client has the default ones.
        value = join(value, NONE)
    elif name == "region" and not certain:
        value = join(value, Unknown("region"))
    run.heap.store(obj, name.removesuffix("_"), value, certain=certain)


def _always(run: Interpreter, obj: Obj, pos: ir.Pos) -> bool:
    """A setter is called whenever the object is made.

    ``X.builder().a(...).b(...)`` begins at one place, statements of their own follow it, and what a consumer
    does is done to what it is given.
    """
    shape = run.heap.shape(obj)
    made = shape.site[1] if len(shape.site) > 1 else None
    if not isinstance(made, tuple) or made[0] == pos[0] or run.heap.completes(obj):
        return True
    here = run.engine.site
    code = here.instance.function if here is not None else None
    return (
        here is not None
        and code is not None
        and "consumer" in shape.site
        and run.engine.completing(here) == code.function.pos
    )


def _belongs(run: Interpreter, obj: Obj) -> tuple[str, bool]:
    """(service, whether it is a part of a request and no request) of an SDK object."""
    path = types_of(run).get(obj.id, "")
    if path.startswith(NESTED):
        return path.strip("@/"), path.endswith("/")
    symbol = names.split(path)
    if symbol is None:
        return "", False
    part = ".model" in symbol.package and names.request_operation(run, path) is None
    return names.service(run, symbol) or "", part


def _filled(run: Interpreter, value: Value, service: str, pos: ir.Pos) -> Value:
    """An argument of a setter; a consumer becomes what it fills in."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, CALLABLES):
            found.append(configured(run, option, service, pos, nested=True))
        else:
            found.append(option)
    return join_all(found)


def _getter(run: Interpreter, obj: Obj, name: str) -> Value:
    if name == "build":
        return obj
    if name in ("toString", "hashCode"):
        return Unknown("text")
    plain = name.removeprefix("get") if name.startswith("get") and name[3:4].isupper() else name
    value = member(run, obj, plain)
    if value is not None:
        return value
    # What is no part of a request (``new AmazonS3URI(url)``) works out what its getters give.
    path = types_of(run).get(obj.id, "")
    fills = path.startswith(NESTED) or _FILLED.search(path) is not None
    return NONE if fills and not run.heap.is_open(obj) else Unknown("member")


def _copied(run: Interpreter, obj: Obj, pos: ir.Pos) -> Obj:
    copy = literal(run, types_of(run).get(obj.id, ""), pos, "copy")
    run.heap.merge(copy, obj, certain=True)
    return copy


# --- as request members ---


def request(run: Interpreter, service: str, operation: str, value: Value | None, pos: ir.Pos) -> out.Struct:
    """The parameters of an operation from its request object or consumer."""
    found = run.operations.get(service, operation)
    if value is None or found is None:
        return out.Struct(())
    given: list[Value] = []
    for option in taken_by((service, operation), value, lambda option: _shape(run, option)):
        if is_callable(option):
            given.append(configured(run, option, service, pos))
        elif option != NONE:
            given.append(option)
    struct = merged(out.Struct(()), convert(run, join_all(given)))
    struct = members.optional(_renamed(run, struct, found), found, there=members.THERE)
    return finished(_without_null(struct), found)


def _shape(run: Interpreter, option: Value) -> tuple[str, str] | None:
    """The operation that a request is made for."""
    path = type_of(run, option)
    return names.request_operation(run, path) if path is not None else None


def finished(struct: out.Struct, operation: Operation) -> out.Struct:
    """S3's copy source put together from its parts."""
    bucket, key = struct.get("$SourceBucket"), struct.get("$SourceKey")
    known = {one.name for one in operation.members}
    fields = tuple((name, value) for name, value in struct.fields if name in known)
    if operation.member("CopySource") is not None and bucket is not None:
        source: list[tuple[str, out.Value]] = [("Bucket", bucket), ("Key", key or out.Unknown("key"))]
        version = struct.get("$SourceVersion")
        if version is not None:
            source.append(("VersionId", version))
        fields = (*fields, ("CopySource", members.nullable(out.Struct(tuple(source)), "VersionId")))
    if operation.name == "DeleteObjects" and struct.get("keys") is not None:
        fields = (*fields, ("Delete", out.Struct((("Objects", struct.get("keys") or out.Unknown("keys")),))))
    return out.Struct(fields, struct.open, struct.maybe)


def keyed(struct: out.Struct) -> out.Struct:
    """v1's ``withKeys("a", "b")`` as S3's objects to delete."""
    given = struct.get("Delete")
    objects = given.get("Objects") if isinstance(given, out.Struct) else None
    if objects is None:
        return struct
    items = objects.values if isinstance(objects, out.Items) else (objects,)
    found = tuple(
        out.Struct((("Key", one),)) if isinstance(one, out.Const | out.Text) else one for one in items
    )
    return with_member(struct, "Delete", out.Struct((("Objects", out.Items(found)),)))


def _is_part(run: Interpreter, value: Deferred) -> bool:
    """A part of a request that a builder has made, and no container of such."""
    found = options(value.value)
    return all(isinstance(one, Obj) and types_of(run).get(one.id, "") for one in found)


def _without_null(struct: out.Struct) -> out.Struct:
    fields: list[tuple[str, out.Value]] = []
    for name, value in struct.fields:
        if value == out.Const(None):
            continue
        if isinstance(value, out.OneOf):
            rest = tuple(option for option in value.options if option != out.Const(None))
            fields.append((name, rest[0] if len(rest) == 1 else out.OneOf(rest) if rest else value))
        else:
            fields.append((name, value))
    return out.Struct(tuple(fields), struct.open, struct.maybe & {name for name, _ in fields})


def _renamed(run: Interpreter, struct: out.Struct, operation: Operation) -> out.Struct:
    """Top-level members under the API's names; one value where a list is due is a list of that."""
    lists = {one.name for one in operation.members if one.type == "list"}
    api = {one.name.lower(): one.name for one in operation.members}
    fields: dict[str, out.Value] = {}
    renamed: dict[str, str] = {}
    for name, value in struct.fields:
        small = name.lower()
        # A list member is often singular in the API (``attributeNames`` / ``AttributeName``).
        known = (
            api.get(small) or _SPECIAL.get(small) or api.get(small + "s") or api.get(small.removesuffix("s"))
        )
        renamed[name] = known or name
        alone = known in lists and isinstance(value, Deferred) and _is_part(run, value)
        fields[known or name] = out.Items((value,)) if alone else value
    return out.Struct(
        tuple(fields.items()), struct.open, frozenset(renamed.get(name, name) for name in struct.maybe)
    )
