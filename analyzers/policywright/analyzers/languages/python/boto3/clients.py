"""botocore clients: operations, paginators, waiters, presigned requests, and what boto3 adds to them.

Method names, paginators and waiters come from the knowledge store; the tables here are for helpers that
boto3 and botocore add in code. Sources: ``boto3.s3.inject``, ``botocore.signers``, ``botocore.client``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import common
from policywright.analyzers.engine.parameters import convert, keywords
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Unknown,
    Value,
    constant,
    join_all,
    options,
)
from policywright.analyzers.languages.python.boto3 import resources
from policywright.analyzers.languages.python.handles import BatchWriter, Paginator, Resource
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.databases import dsql_clusters
from policywright.analyzers.sdk.handles import Client, Transfer, Waiter
from policywright.analyzers.sdk.requests import (
    arn,
    database_user,
    merged,
    only,
    response,
    without,
)
from policywright.analyzers.sdk.uploads import PARTS, STARTED
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Client, Args, ir.Pos], Value]

MULTIPART_ABORTED = "an upload of several parts fails half-way and boto3 aborts it"

_LOCAL = frozenset(("can_paginate", "close", "exceptions", "meta", "waiter_names", "__enter__", "__exit__"))
"""Members of a client that make no request."""


# --- operations ---


def call(run: Interpreter, client: Client, name: str, args: Args, pos: ir.Pos) -> Value:
    """``client.name(...)``."""
    service, identity = client.service, client.identity
    if name in _LOCAL:
        return Unknown("client-member")
    special = _SPECIAL.get(name)
    if special is not None:
        return special(run, client, args, pos)
    if service is None:
        service = _meant(run, client, f"{name}()", name, pos)
        if service is None:
            return Unknown("operation")
    helper = HELPERS.get((service, name))
    if helper is not None:
        return helper(run, client, args, pos)
    operation = run.operations.by_method(service, name)
    if operation is None:
        suggestion = _closest(name, run.operations.methods(service))
        inference.lacking(run, pos, service, f"operation {name}", suggestion)
        return Unknown("operation")
    struct = keywords(run, args)
    run.emit(pos, service, operation.name, struct, identity=identity)
    return response(service, operation.name, struct)


def has(run: Interpreter, service: str, name: str) -> bool:
    """Whether a client of the service has a member of that name."""
    return (
        name in _LOCAL
        or name in _SPECIAL
        or (service, name) in HELPERS
        or run.operations.by_method(service, name) is not None
    )


def _meant(run: Interpreter, client: Client | Paginator, called: str, name: str, pos: ir.Pos) -> str | None:
    """The only service that has an operation, for a client whose service is computed; others are said."""
    found = [*run.operations.services_with_method(name), *(own for own, helper in HELPERS if helper == name)]
    if len(found) == 1:
        return found[0]
    could = tuple(
        f"{service}:{operation.name}"
        for service in found if (operation := run.operations.by_method(service, name)) is not None
    )  # fmt: skip
    _unserved(run, client, called, could, pos)
    return None


def _unserved(
    run: Interpreter, client: Client | Paginator | Waiter, called: str, could: tuple[str, ...], pos: ir.Pos
) -> None:
    cause = client.at if client.at is not None else inference.receiver(run, called, pos)
    detail = "{} on a client whose service is computed"
    run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, could, name=called, cause=cause)


def _closest(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    import difflib

    return tuple(difflib.get_close_matches(name, names, n=3, cutoff=0.8))


# --- paginators, waiters, presigned requests ---


def _has_operation(run: Interpreter, client: Client, method: str) -> bool:
    return client.service is not None and run.operations.by_method(client.service, method) is not None


def _paginator(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
    found: list[Value] = []
    given = args.get(0, "operation_name") or Unknown("argument")
    for option in options(common.named(run, given, partial(_has_operation, run, client))):
        method = constant(option)
        at = client.at if method is not None else (run.frame.module, pos)
        found.append(Paginator(client.identity, client.service, method, at))
    return join_all(found)


def _waiter(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
    found: list[Value] = []
    for option in options(args.get(0, "waiter_name") or Unknown("argument")):
        name = constant(option)
        at = client.at if name is not None else (run.frame.module, pos)
        found.append(Waiter(client.identity, client.service, name, at))
    return join_all(found)


def paginate(run: Interpreter, paginator: Paginator, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a paginator."""
    service, method, identity = paginator.service, paginator.method, paginator.identity
    if name != "paginate":
        inference.lacking(run, pos, f"a paginator of {said(service)}", f"method {name}")
        return Unknown("paginator")
    if method is None:
        detail = "a paginator of {} whose operation is computed"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=said(service), cause=paginator.at)
        return Unknown("paginator")
    if service is None:
        service = _meant(run, paginator, f"get_paginator({method!r})", method, pos)
        if service is None:
            return Unknown("paginator")
    operation = run.operations.by_method(service, method) or run.operations.get(service, method)
    if operation is None:
        inference.lacking(run, pos, service, f"operation {method}")
        return Unknown("paginator")
    struct = without(keywords(run, args), "PaginationConfig")
    run.emit(pos, service, operation.name, struct, identity=identity, via="paginator")
    return response(service, operation.name, struct)


def spelled(run: Interpreter, service: str | None, name: Value) -> tuple[str, ...] | None:
    """The operations whose methods a computed name can be; None when that may be any of them."""
    if service is None:
        return None
    helpers = (helper for own, helper in HELPERS if own == service)
    names = (*run.operations.methods(service), *helpers, *_SPECIAL)
    found: dict[str, None] = {}
    for option in options(name):
        methods = inference.spelled(option, names)
        if methods is None:
            return None
        for method in methods:
            operation = run.operations.by_method(service, method)
            found[f"{service}:{operation.name if operation is not None else method}"] = None
    return tuple(found)


def said(service: str | None) -> str:
    """How a client is told of in findings."""
    return service if service is not None else "an unknown service"


def wait(run: Interpreter, waiter: Waiter, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a waiter."""
    service, which, identity = waiter.service, waiter.name, waiter.identity
    if name != "wait":
        inference.lacking(run, pos, f"a waiter of {said(service)}", f"method {name}")
        return Unknown("waiter")
    if waiter.polls is not None:
        return _polled(run, waiter, waiter.polls, args, pos)
    if which is None:
        detail = "a waiter of {} whose name is computed"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=said(service), cause=waiter.at)
        return NONE
    having = (service,) if service is not None else run.operations.services()
    polled = [(one, found) for one in having if (found := run.operations.waiters(one).get(which)) is not None]
    if len(polled) == 1:
        (service, operation), *_ = polled
        struct = without(keywords(run, args), "WaiterConfig")
        run.emit(pos, service, operation, struct, identity=identity, via=f"waiter {which}")
    elif service is not None:
        inference.lacking(run, pos, service, f"waiter {which}")
    else:
        could = tuple(f"{one}:{operation}" for one, operation in polled)
        _unserved(run, waiter, f"get_waiter({which!r})", could, pos)
    return NONE


def _polled(run: Interpreter, waiter: Waiter, name: str, args: Args, pos: ir.Pos) -> Value:
    """A waiter of the program's own, whose operation is spelt as the API or as boto3 spells it."""
    known = run.operations
    having = dict.fromkeys((*known.services_with_operation(name), *known.services_with_method(name)))
    meant = {
        one: operation.name
        for one in having if waiter.service in (None, one)
        for operation in (known.get(one, name) or known.by_method(one, name),) if operation is not None
    }  # fmt: skip
    if len(meant) == 1:
        ((service, operation),) = meant.items()
        struct = without(keywords(run, args), "WaiterConfig")
        run.emit(pos, service, operation, struct, identity=waiter.identity, via="waiter")
    elif waiter.service is not None:
        inference.lacking(run, pos, waiter.service, f"operation {name}")
    else:
        could = tuple(f"{one}:{operation}" for one, operation in sorted(meant.items()))
        _unserved(run, waiter, f"a waiter for {name}", could, pos)
    return NONE


def _presigned_url(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
    """The permissions of a presigned request are checked against whoever signed it."""
    service, identity = client.service, client.identity
    struct = Struct((), open=args.open)
    params = args.get(1, "Params")
    if params is not None:
        struct = merged(Struct(()), convert(run, params))
    given = common.named(run, args.get(0, "ClientMethod") or BOTTOM, partial(_has_operation, run, client))
    for option in options(given) or (Unknown("argument"),):
        method = constant(option)
        if method is None:
            detail = "a presigned request to {} whose method is computed"
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=said(service))
            continue
        called = f"generate_presigned_url({method!r})"
        meant = service if service is not None else _meant(run, client, called, method, pos)
        operation = run.operations.by_method(meant, method) if meant is not None else None
        if operation is not None and meant is not None:
            run.emit(pos, meant, operation.name, struct, identity=identity, via="generate_presigned_url")
    return Unknown("url")


def _presigned_post(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
    struct = _members(run, args, {"Bucket": 0, "Key": 1})
    key = struct.get("Key")
    if isinstance(key, out.Const) and "${filename}" in str(key.value):
        # S3 puts the uploaded file's name there.
        before, _, after = str(key.value).partition("${filename}")
        struct = merged(struct, Struct((("Key", out.Text((before, out.Hole(kind="unknown"), after))),)))
    fields = args.get(2, "Fields")
    if fields is not None:
        extra = convert(run, fields)
        struct = _form_fields(struct, extra)
    run.emit(pos, "s3", "PutObject", struct, identity=client.identity, via="generate_presigned_post")
    return Unknown("post")


_FORM_FIELDS = {
    "acl": "ACL",
    "tagging": "Tagging",
    "x-amz-server-side-encryption": "ServerSideEncryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
}


def _form_fields(struct: Struct, extra: out.Value) -> Struct:
    for option in out.alternatives(extra):
        if isinstance(option, Struct):
            known = tuple((_FORM_FIELDS[n.lower()], v) for n, v in option.fields if n.lower() in _FORM_FIELDS)
            struct = Struct((*struct.fields, *known), struct.open)
    return struct


_SPECIAL: dict[str, Handler] = {
    "get_paginator": _paginator,
    "get_waiter": _waiter,
    "generate_presigned_url": _presigned_url,
    "generate_presigned_post": _presigned_post,
}


# --- helpers that boto3 adds ---


def _members(run: Interpreter, args: Args, positions: dict[str, int]) -> Struct:
    """Request members from positional or keyword arguments."""
    found: list[tuple[str, out.Value]] = []
    for name, position in positions.items():
        value = args.get(position, name)
        if value is not None:
            found.append((name, convert(run, value)))
    return Struct(tuple(found), open=args.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """An S3 transfer method: where its arguments are and which requests it makes.

    ``requests`` are operation, members taken, and whether that request is only made when something fails.
    """

    positions: dict[str, int]
    extra: int
    requests: tuple[tuple[str, tuple[str, ...], str | None], ...]


_TARGET = ("Bucket", "Key")
_UPLOAD = (
    ("PutObject", _TARGET, None),
    (STARTED, _TARGET, PARTS),
    ("AbortMultipartUpload", _TARGET, MULTIPART_ABORTED),
)
_DOWNLOAD = (("HeadObject", _TARGET, None), ("GetObject", _TARGET, None))
_COPY = (
    ("CopyObject", ("Bucket", "Key", "CopySource"), None),
    ("AbortMultipartUpload", _TARGET, MULTIPART_ABORTED),
)

TRANSFERS: dict[str, Moving] = {
    "upload_file": Moving(positions={"Bucket": 1, "Key": 2}, extra=3, requests=_UPLOAD),
    "upload_fileobj": Moving(positions={"Bucket": 1, "Key": 2}, extra=3, requests=_UPLOAD),
    "download_file": Moving(positions={"Bucket": 0, "Key": 1}, extra=3, requests=_DOWNLOAD),
    "download_fileobj": Moving(positions={"Bucket": 0, "Key": 1}, extra=3, requests=_DOWNLOAD),
    "copy": Moving(positions={"CopySource": 0, "Bucket": 1, "Key": 2}, extra=3, requests=_COPY),
}
"""The managed transfer methods of an S3 client (boto3.s3.inject); resources lack what they identify."""

ALLOWED_EXTRA = {
    "HeadObject": frozenset(("VersionId", "SSECustomerKey", "RequestPayer")),
}
"""Extra arguments that a request of a transfer is given; others get all."""


def transfer(
    run: Interpreter, spec: Moving, known: Struct, args: Args, pos: ir.Pos, identity: Identity, name: str
) -> Value:
    """The requests of a managed transfer; ``known`` holds what the receiver identifies."""
    struct = _members(run, args, spec.positions)
    struct = Struct((*known.fields, *struct.fields), struct.open)
    extra = args.get(spec.extra, "ExtraArgs")
    for operation, members, optional in spec.requests:
        taken = Struct(
            tuple((member, value) for member, value in struct.fields if member in members), struct.open
        )
        if extra is not None and operation != "AbortMultipartUpload":
            allowed = ALLOWED_EXTRA.get(operation)
            given = merged(taken, convert(run, extra))
            taken = given if allowed is None else only(given, *allowed, *members)
        run.emit(pos, "s3", operation, taken, identity=identity, via=name, optional=optional)
    return NONE


def _client_transfer(name: str) -> Handler:
    spec = TRANSFERS[name]
    return lambda run, client, args, pos: transfer(run, spec, Struct(()), args, pos, client.identity, name)


def resource_transfer(
    run: Interpreter, resource: Resource, name: str, args: Args, pos: ir.Pos
) -> Value | None:
    """``bucket.upload_file(...)`` and ``object.upload_file(...)``."""
    spec = TRANSFERS.get(name)
    service, kind, identity = resource.service, resource.type, resource.identity
    if spec is None or service != "s3" or kind not in ("Bucket", "Object"):
        return None
    if kind == "Bucket":
        known = Struct((("Bucket", resources.identifier(resource, "Name")),))
        missing: tuple[str, ...] = ("Bucket",)
    else:
        known = Struct(
            tuple(
                (m, resources.identifier(resource, n)) for m, n in (("Bucket", "BucketName"), ("Key", "Key"))
            )
        )
        missing = ("Bucket", "Key")
    order = [member for member in spec.positions if member not in missing]
    first = min(spec.positions.values())
    # Without the members that the receiver identifies, the later arguments move up.
    shifted = (
        {member: first + index for index, member in enumerate(order)}
        if first == 0
        else {member: 1 + index for index, member in enumerate(order)}
    )
    moved = Moving(positions=shifted, extra=spec.extra - len(missing), requests=spec.requests)
    return transfer(run, moved, known, args, pos, identity, name)


def _rds_token(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
    """``rds.generate_db_auth_token(host, port, user)``: the user of any instance, its resource id unknown."""
    user = args.get(2, "DBUsername")
    name = convert(run, user) if user is not None else out.Unknown("argument")
    resource = database_user(name)
    run.emit(
        pos,
        "rds",
        "GenerateDBAuthToken",
        identity=client.identity,
        via="generate_db_auth_token",
        actions=("rds-db:connect",),
        resources=(resource,),
    )
    return Unknown("token")


def _dsql_token(action: str) -> Handler:
    def handler(run: Interpreter, client: Client, args: Args, pos: ir.Pos) -> Value:
        host = args.get(0, "Hostname")
        run.emit(
            pos,
            "dsql",
            "GenerateDbConnectAuthToken",
            identity=client.identity,
            via="auth token",
            actions=(action,),
            resources=dsql_clusters(convert(run, host) if host is not None else None),
        )
        return Unknown("token")

    return handler


HELPERS: dict[tuple[str, str], Handler] = {
    **{("s3", name): _client_transfer(name) for name in TRANSFERS},
    ("rds", "generate_db_auth_token"): _rds_token,
    ("dsql", "generate_db_connect_auth_token"): _dsql_token("dsql:DbConnect"),
    ("dsql", "generate_db_connect_admin_auth_token"): _dsql_token("dsql:DbConnectAdmin"),
}


# --- S3Transfer, used directly ---


def s3_transfer(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``S3Transfer(client)`` and ``create_transfer_manager(client, config)``."""
    client = args.get(0, "client") or args.keyword("manager")
    for option in options(client) if client is not None else ():
        if isinstance(option, Client):
            return Transfer(option.identity)
    return Transfer(AMBIENT)


_MANAGER = {
    "upload_file": ({"Bucket": 1, "Key": 2}, 4, _UPLOAD),
    "download_file": ({"Bucket": 0, "Key": 1}, 3, _DOWNLOAD),
    "upload": ({"Bucket": 1, "Key": 2}, 3, _UPLOAD),
    "download": ({"Bucket": 0, "Key": 1}, 3, _DOWNLOAD),
    "copy": ({"CopySource": 0, "Bucket": 1, "Key": 2}, 3, _COPY),
    "delete": ({"Bucket": 0, "Key": 1}, 2, (("DeleteObject", _TARGET, None),)),
}
_OF_THE_MANAGER = ("shutdown",)
_LOWER = {"Bucket": "bucket", "Key": "key", "CopySource": "copy_source"}


def transfer_method(run: Interpreter, manager: Transfer, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a transfer manager, whose parameter names are in lower case."""
    row = _MANAGER.get(name)
    if row is None:
        if name not in _OF_THE_MANAGER and not name.startswith("_"):
            inference.lacking(run, pos, "S3's transfer manager", f"method {name}")
        return Unknown("transfer")
    positions, extra, requests = row
    upper = {lower: member for member, lower in _LOWER.items()}
    renamed = tuple(
        (upper.get(key, "ExtraArgs" if key == "extra_args" else key), value) for key, value in args.keywords
    )
    fixed = Args(args.positional, renamed, args.more, args.open, args.maybe)
    spec = Moving(positions=positions, extra=extra, requests=requests)
    return transfer(run, spec, Struct(()), fixed, pos, manager.identity, name)


# --- DynamoDB's batch writer ---


def batch_writer(resource: Resource) -> BatchWriter:
    """``table.batch_writer()``: puts and deletes go out as BatchWriteItem."""
    return BatchWriter(resource.identity, resources.identifier(resource, "Name"))


def batch_method(run: Interpreter, writer: BatchWriter, name: str, args: Args, pos: ir.Pos) -> Value:
    if name in ("put_item", "delete_item"):
        resource = arn("dynamodb", "table/", writer.table)
        run.emit(
            pos,
            "dynamodb",
            "BatchWriteItem",
            identity=writer.identity,
            via="batch_writer",
            actions=("dynamodb:BatchWriteItem",),
            resources=(resource,),
        )
    elif not name.startswith("_"):
        inference.lacking(run, pos, "a batch writer", f"method {name}")
    return NONE
