"""boto3's resource objects, driven by boto3's own resource models.

Sources: ``boto3/data/*/resources-1.json``; what boto3 adds in code (``boto3.s3.inject``,
``boto3.dynamodb.table``, ``boto3.ec2.createtags``) is in ``clients.TRANSFERS`` and the tables here.
"""

from __future__ import annotations

from functools import cache, lru_cache

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Steps
from policywright.analyzers.engine.parameters import convert, keywords
from policywright.analyzers.engine.values import (
    Args,
    Method,
    Tup,
    Unknown,
    Value,
)
from policywright.analyzers.languages.python.handles import Collection, Resource
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Parameter, Response
from policywright.analyzers.sdk.requests import parameter, response, with_member
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.knowledge.operations import Operation, Operations

Model: TypeAlias = "dict[str, Any]"

_CAP = regex(r"(.)([A-Z][a-z]+)")
_END = regex(r"([a-z0-9])([A-Z])")
_EMPTY: Model = {}

INJECTED_LOADS: dict[tuple[str, str | None], str] = {
    ("s3", "Bucket"): "ListBuckets",
    ("s3", "ObjectSummary"): "HeadObject",
}
"""``load`` methods that boto3 adds in code (boto3.s3.inject)."""

OF_COLLECTIONS = frozenset(("all", "filter", "limit", "page_size", "pages"))
"""Methods that every collection has."""

PLAIN = frozenset(("meta", "get_available_subresources"))


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """``WaitUntilExists`` to ``wait_until_exists``, as boto3 names attributes."""
    return _END.sub(r"\1_\2", _CAP.sub(r"\1_\2", name)).lower()


def definition(run: Interpreter, service: str, kind: str | None) -> Model:
    """The model of a resource type, or of the service resource."""
    model = run.operations.resource_model(service)
    if model is None:
        return _EMPTY
    if kind is not None:
        found: Model = model["resources"].get(kind, _EMPTY)
        return found
    service_model: Model = model["service"]
    if "complete" not in service_model:
        # Every type can be made from the service resource, its identifiers given as arguments.
        has = {name: _constructor(name, entry) for name, entry in model["resources"].items()}
        service_model["has"] = {**has, **service_model.get("has", _EMPTY)}
        service_model["complete"] = True
    return service_model


def _constructor(name: str, entry: Model) -> Model:
    identifiers = [{"target": item["name"], "source": "input"} for item in entry.get("identifiers", ())]
    return {"resource": {"type": name, "identifiers": identifiers}}


@lru_cache(maxsize=2048)
def _index(names: tuple[str, ...]) -> dict[str, str]:
    return {snake(name): name for name in names}


def _named(section: Model, attribute: str) -> Any:
    """An entry of a model section by its attribute name."""
    name = _index(tuple(section)).get(attribute)
    return section[name] if name is not None else None


def identifier(resource: Resource, name: str) -> out.Value:
    """An identifier of a resource: its name, key, id."""
    found: out.Value = dict(resource.identifiers).get(name, out.Unknown("identifier"))
    return found


def _identifier_attribute(model: Model, attribute: str) -> str | None:
    for entry in model.get("identifiers", ()):
        if attribute in (snake(entry["name"]), snake(entry.get("memberName", ""))):
            return str(entry["name"])
    return None


# --- attributes ---


def attribute(run: Interpreter, resource: Resource, name: str) -> Value:
    """An attribute: declared, an identifier, or data that boto3 loads on access. A name that is none of these
    is told of where it is called."""
    service, kind = resource.service, resource.type
    if service is None or name in PLAIN:
        return Method(resource, name)
    model = definition(run, service, kind)
    key = _identifier_attribute(model, name)
    if key is not None:
        return Parameter(identifier(resource, key))
    if _named(model.get("hasMany", _EMPTY), name) is not None:
        collection = _index(tuple(model["hasMany"]))[name]
        return Collection(resource.identity, service, kind, collection, resource.identifiers, out.Struct(()))
    if is_method(run, resource, name):
        return Method(resource, name)
    reference = _named(model.get("has", _EMPTY), name)
    if reference is not None:
        _load(run, resource, None)
        return _related(run, reference, resource, None, None)
    # boto3 appends the kind to a name that something else of the resource has.
    if name.removesuffix("_attribute") not in model.get("data", ()):
        return Method(resource, name)
    if not resource.loaded:
        _load(run, resource, None)
    return Response(service, kind or "", out.Struct(()), Steps((name,)))


def is_method(run: Interpreter, resource: Resource, name: str) -> bool:
    """Whether an attribute is something to call."""
    service, kind = resource.service, resource.type
    if service is None:
        return True
    model = definition(run, service, kind)
    has = model.get("has", _EMPTY)
    return (
        name in has
        or name
        in (
            "load",
            "reload",
            "wait_until_exists",
            "wait_until_not_exists",
            "create_tags",
            "delete_tags",
            "batch_writer",
        )
        or name.startswith("wait_until_")
        or _named(model.get("actions", _EMPTY), name) is not None
        or name in _TRANSFER_METHODS.get((service, kind), ())
    )


_TRANSFER_METHODS: dict[tuple[str, str | None], tuple[str, ...]] = {
    ("s3", "Bucket"): ("upload_file", "download_file", "copy", "upload_fileobj", "download_fileobj"),
    ("s3", "Object"): ("upload_file", "download_file", "copy", "upload_fileobj", "download_fileobj"),
}


def has(run: Interpreter, service: str, kind: str | None, name: str) -> bool:
    """Whether a resource declares a member; data attributes, which no model lists, do not count."""
    model = definition(run, service, kind)
    return (
        name in PLAIN
        or is_method(run, Resource(AMBIENT, service, kind), name)
        or _identifier_attribute(model, name) is not None
        or _named(model.get("hasMany", _EMPTY), name) is not None
        or _named(model.get("has", _EMPTY), name) is not None
    )


def _load(run: Interpreter, resource: Resource, pos: ir.Pos | None) -> None:
    """The request that fills a resource's data."""
    service, kind, identity = resource.service, resource.type, resource.identity
    if service is None:
        return
    model = definition(run, service, kind)
    where = pos or run.here
    injected = INJECTED_LOADS.get((service, kind))
    if injected == "ListBuckets":
        run.emit(where, service, injected, via="boto3 resource", identity=identity)
    elif injected is not None:
        struct = out.Struct(
            (("Bucket", identifier(resource, "BucketName")), ("Key", identifier(resource, "Key")))
        )
        run.emit(where, service, injected, struct, via="boto3 resource", identity=identity)
    elif "load" in model:
        _request(run, model["load"]["request"], resource, out.Struct(()), where)


# --- calls ---


def call(run: Interpreter, resource: Resource, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a resource; None when the model has none of that name."""
    service, identity = resource.service, resource.identity
    if service is None:
        return None
    model = definition(run, service, resource.type)
    has = model.get("has", _EMPTY)
    if name in has:
        return _related(run, has[name], resource, args, None)
    if name in ("load", "reload"):
        _load(run, resource, pos)
        return Unknown("none")
    action = _named(model.get("actions", _EMPTY), name)
    if action is not None:
        struct = _request(run, action["request"], resource, keywords(run, args), pos)
        if "resource" in action:
            made = _related(run, action["resource"], resource, None, (action["request"]["operation"], struct))
            # A path with ``[]`` gives a list of resources.
            return Tup((made,), open=True) if "[]" in action["resource"].get("path", "") else made
        return response(service, action["request"]["operation"], struct)
    if name.startswith("wait_until_"):
        return _wait(run, model, resource, name, args, pos)
    if service == "ec2" and name == "create_tags":
        struct = with_member(keywords(run, args), "Resources", out.Items((identifier(resource, "Id"),)))
        run.emit(pos, "ec2", "CreateTags", struct, via="boto3 resource", identity=identity)
        return Unknown("tags")
    return None


def _wait(
    run: Interpreter, model: Model, resource: Resource, name: str, args: Args, pos: ir.Pos
) -> Value | None:
    waiters = {f"wait_until_{snake(key)}": entry for key, entry in model.get("waiters", _EMPTY).items()}
    entry = waiters.get(name)
    service = resource.service
    if entry is None or service is None:
        return None
    operation = run.operations.waiters(service).get(entry["waiterName"])
    if operation is not None:
        request = {"operation": operation, "params": entry.get("params", ())}
        _request(run, request, resource, keywords(run, args), pos)
    return Unknown("none")


def _request(
    run: Interpreter, request: Model, resource: Resource, given: out.Struct, pos: ir.Pos
) -> out.Struct:
    """Emits the request of an action: identifiers and fixed values first, then what the caller passes."""
    struct = out.Struct((), given.open, given.maybe)
    for param in request.get("params", ()):
        value = _source(param, resource)
        if value is not None:
            struct = with_member(struct, param["target"], value)
    for name, value in given.fields:
        struct = with_member(struct, name, value)
    struct = out.Struct(struct.fields, given.open, given.maybe)
    if resource.service is not None:
        run.emit(pos, resource.service, request["operation"], struct, via="boto3 resource",
                 identity=resource.identity)  # fmt: skip
    return struct


def _source(param: Model, resource: Resource) -> out.Value | None:
    match param.get("source"):
        case "identifier":
            return identifier(resource, param["name"])
        case "string" | "integer" | "boolean":
            return out.Const(param["value"])
        case "data":
            return out.Unknown("data")
    return None


def _related(
    run: Interpreter,
    entry: Model,
    resource: Resource,
    args: Args | None,
    request: tuple[str, out.Struct] | None,
) -> Resource:
    """A resource reached from another one, its identifiers filled from wherever the model says."""
    service = resource.service or ""
    target = entry.get("resource", entry)
    found: list[tuple[str, out.Value]] = []
    position = 0
    own = [entry["name"] for entry in definition(run, service, target["type"]).get("identifiers", ())]
    for index, item in enumerate(target.get("identifiers", ())):
        value: out.Value = out.Unknown("identifier")
        name = item["target"]
        match item.get("source"):
            case "identifier":
                value = identifier(resource, item["name"])
            case "input":
                given = args.get(position, snake(item["target"])) if args is not None else None
                value = convert(run, given) if given is not None else value
                position += 1
                # Arguments are taken by position: some models name them after the request's member.
                name = name if name in own or index >= len(own) else own[index]
            case "requestParameter" if request is not None:
                value = request[1].get(item["path"].split(".")[0].split("[")[0]) or value
            case "response" if request is not None:
                value = _from_response(service, request, item["path"]) or value
        found.append((name, value))
    return Resource(resource.identity, resource.service, target["type"], tuple(found))


def _from_response(service: str, request: tuple[str, out.Struct], path: str) -> out.Value | None:
    """An identifier out of a response: known where the response repeats or derives from the request."""
    operation, struct = request
    last = path.rsplit(".", 1)[-1]
    derived = parameter(Response(service, operation, struct, Steps((last,))))
    return derived if derived is not None else struct.get(last)


# --- collections ---


def collection_method(run: Interpreter, collection: Collection, name: str, args: Args, pos: ir.Pos) -> Value:
    """``all``, ``filter``, ``limit``, ``pages``, ``page_size`` and batch actions."""
    if name in OF_COLLECTIONS:
        given = keywords(run, args) if name == "filter" else out.Struct(())
        filters = collection.filters
        merged = out.Struct((*filters.fields, *given.fields), filters.open or given.open, given.maybe)
        chained = replace(collection, filters=merged)
        _list(run, chained, pos)
        # A page is a list of what the collection has.
        return Tup((chained,), open=True) if name == "pages" else chained
    service = collection.service
    entry = _entry(run, collection)
    target = definition(run, service, entry["resource"]["type"])
    batch = _named(target.get("batchActions", _EMPTY), name)
    if batch is None:
        inference.lacking(run, pos, f"the collection {service} {snake(collection.name)}", f"method {name}")
        return Unknown("collection")
    _list(run, collection, pos)
    item = items(run, collection)
    request = {"operation": batch["request"]["operation"], "params": batch["request"].get("params", ())}
    struct = _request(run, request, item, keywords(run, args), pos)
    return response(service, request["operation"], struct)


def _list(run: Interpreter, collection: Collection, pos: ir.Pos) -> None:
    _request(run, _entry(run, collection)["request"], _parent(collection), collection.filters, pos)


def _entry(run: Interpreter, collection: Collection) -> Model:
    found: Model = definition(run, collection.service, collection.type)["hasMany"][collection.name]
    return found


def _parent(collection: Collection) -> Resource:
    """The resource that a collection belongs to."""
    return Resource(collection.identity, collection.service, collection.type, collection.identifiers)


def iterate(run: Interpreter, collection: Collection) -> Resource:
    """Iterating makes the request."""
    _list(run, collection, run.here)
    return items(run, collection)


def items(run: Interpreter, collection: Collection) -> Resource:
    """What a collection yields: resources with their data loaded."""
    related = _related(run, _entry(run, collection), _parent(collection), None, None)
    return replace(related, loaded=True)


@cache
def _having(operations: Operations) -> dict[str, list[tuple[str, str, Operation]]]:
    """By the names of methods: the services and types of resources that have them, and what they ask for."""
    found: dict[str, list[tuple[str, str, Operation]]] = {}
    for service in operations.services():
        model = operations.resource_model(service)
        for kind, entry in (model["resources"] if model is not None else {}).items():
            for name, action in entry.get("actions", _EMPTY).items():
                operation = operations.get(service, action["request"]["operation"])
                if operation is not None:
                    found.setdefault(snake(name), []).append((service, kind, operation))
    return found


def having(run: Interpreter, method: str) -> tuple[tuple[str, str, Operation], ...]:
    """The services and types of resources that have a method of that name, and what it asks for."""
    return tuple(_having(run.operations).get(method, ()))


@cache
def _types(operations: Operations) -> tuple[tuple[str, str | None], ...]:
    models = {service: operations.resource_model(service) for service in operations.services()}
    return tuple(
        (service, kind)
        for service, model in models.items() if model is not None for kind in (None, *model["resources"])
    )  # fmt: skip


def types(run: Interpreter) -> tuple[tuple[str, str | None], ...]:
    """The services that have resources (None) and the types of these."""
    return _types(run.operations)


@cache
def _collecting(operations: Operations) -> dict[str, list[tuple[str, str | None, frozenset[str]]]]:
    """By the names of collections: the services and types (None: the service) that have them, and the members
    of what lists them."""
    found: dict[str, list[tuple[str, str | None, frozenset[str]]]] = {}
    for service, kind in _types(operations):
        model = operations.resource_model(service) or _EMPTY
        entry = model["resources"][kind] if kind else model["service"]
        for name, listed in entry.get("hasMany", _EMPTY).items():
            operation = operations.get(service, listed["request"]["operation"])
            if operation is not None:
                members = frozenset(member.name for member in operation.members)
                found.setdefault(snake(name), []).append((service, kind, members))
    return found


def collecting(run: Interpreter, collection: str) -> tuple[tuple[str, str | None, frozenset[str]], ...]:
    """The services and types that have a collection of that name, and the members of what lists it."""
    return tuple(_collecting(run.operations).get(collection, ()))


def unknown_resource(run: Interpreter, service: str, kind: str | None, identity: Identity) -> Resource:
    """A resource of a type with unknown identifiers."""
    names = [entry["name"] for entry in definition(run, service, kind).get("identifiers", ())]
    identifiers = tuple((name, out.Unknown("identifier")) for name in names)
    return Resource(identity, service, kind, identifiers)
