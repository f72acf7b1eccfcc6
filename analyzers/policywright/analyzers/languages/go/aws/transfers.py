"""Helpers above the clients: S3's transfer managers, database login tokens, batch deletes.

Sources: ``feature/s3/manager``, ``feature/s3/transfermanager``, ``service/s3/s3manager`` (v1),
``feature/rds/auth``, ``feature/dsql/auth``, ``service/rds/rdsutils`` (v1).
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Obj,
    Tup,
    Unknown,
    Value,
    concat_all,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.go.aws import config
from policywright.analyzers.languages.go.aws.clients import response
from policywright.analyzers.languages.go.aws.requests import request
from policywright.analyzers.languages.go.handles import Manager
from policywright.analyzers.model import Identity
from policywright.analyzers.sdk.databases import dsql_clusters
from policywright.analyzers.sdk.requests import database_user, only, with_member
from policywright.analyzers.sdk.uploads import PARTS, STARTED
from policywright.knowledge import values as out
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

ABORTED = "an upload of several parts fails half-way and the SDK aborts it"
_TARGET = ("Bucket", "Key")
_ERROR = Unknown("error")

_UPLOAD = (("PutObject", None), (STARTED, PARTS), ("AbortMultipartUpload", ABORTED))
_DOWNLOAD = (("GetObject", None),)
_HEAD_DOWNLOAD = (("HeadObject", None), ("GetObject", None))
_UPLOAD_DIRECTORY = _UPLOAD
_DOWNLOAD_DIRECTORY = (("ListObjectsV2", None), *_HEAD_DOWNLOAD)

METHODS: dict[tuple[str, str], tuple[tuple[str, str | None], ...]] = {
    ("uploader", "Upload"): _UPLOAD,
    ("uploader", "UploadWithContext"): _UPLOAD,
    ("uploader", "UploadWithIterator"): _UPLOAD,
    ("downloader", "Download"): _DOWNLOAD,
    ("downloader", "DownloadWithContext"): _DOWNLOAD,
    ("downloader", "DownloadWithIterator"): _DOWNLOAD,
    ("transfer", "UploadObject"): _UPLOAD,
    ("transfer", "PutObject"): _UPLOAD,
    ("transfer", "DownloadObject"): _HEAD_DOWNLOAD,
    ("transfer", "GetObject"): _HEAD_DOWNLOAD,
    ("transfer", "UploadDirectory"): _UPLOAD_DIRECTORY,
    ("transfer", "DownloadDirectory"): _DOWNLOAD_DIRECTORY,
    ("batch-delete", "Delete"): (("DeleteObject", None),),
}
"""(Kind of helper, method) to the requests it makes, each with the case in which it is made."""

_NARROW = frozenset(("AbortMultipartUpload", "HeadObject", "ListObjectsV2"))
"""Requests that only get the object they are about, not the caller's other members."""


def manager(kind: str) -> Handler:
    """A constructor whose first argument is a client, configuration or session."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        for value in args.positional[1:]:
            config.from_options(run, [value], None, pos)
        return join_all([Manager(one, kind) for one in config.sent(run, args.get(0))])

    return handler


def call(run: Interpreter, handle: Manager, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a transfer helper."""
    kind, identity = handle.kind, handle.identity
    requests = METHODS.get((kind, name))
    if requests is None:
        return None
    if kind == "batch-delete":
        return _batch_delete(run, identity, args, pos)
    given = _batched(run, args) if name.endswith("Iterator") else _input(run, args)
    changed = name == "UploadDirectory" and _sets(run, given, "Callback")
    answer: Value = Unknown("result")
    for operation, optional in requests:
        struct = request(run, "s3", operation, given)
        if changed:
            # ``UpdateRequest`` may set what it likes in each object's request.
            struct = replace(struct, open=True)
        if name.endswith("Directory") and operation != "ListObjectsV2":
            struct = with_member(struct, "Key", _below(run, given))
        if operation in _NARROW:
            struct = only(struct, "Bucket") if operation == "ListObjectsV2" else only(struct, *_TARGET)
        run.emit(pos, "s3", operation, struct, identity=identity, via=f"{kind}.{name}", optional=optional)
        answer = response(run, "s3", operation, struct)
    return Tup((answer, _ERROR))


def _batch_delete(run: Interpreter, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    """``batch.Delete(ctx, iterator)``: what an iterator over a list names is deleted, else anything.

    Objects are deleted by ``DeleteObjects``, which is authorized for each as ``DeleteObject`` is.
    """
    for one in options(_batched(run, Args(args.positional[-1:]))):
        # Of objects from elsewhere nothing is known, but an iterator over a listing names no versions.
        given = NONE if isinstance(one, Unknown) else one
        run.emit(pos, "s3", "DeleteObject", request(run, "s3", "DeleteObject", given), identity=identity,
                 via="batch-delete.Delete")  # fmt: skip
    return _ERROR


def _batched(run: Interpreter, args: Args) -> Value:
    """What an iterator over a list (``Objects: []...{{Object: input}}``) has for each, else anything."""
    found: list[Value] = []
    for option in options(_input(run, args) or BOTTOM):
        items = run.heap.load(option, "Objects") if isinstance(option, Obj) else BOTTOM
        each = run.iterate(items) if items is not BOTTOM else BOTTOM
        known = [run.heap.load(one, "Object") for one in options(each) if isinstance(one, Obj)]
        found.extend(known or [Unknown("object")])
    return join_all(found) if found else Unknown("object")


def _sets(run: Interpreter, given: Value | None, name: str) -> bool:
    """Whether an input may have something in a field."""
    found = [run.heap.load(option, name) for option in options(given or BOTTOM) if isinstance(option, Obj)]
    return any(value not in (BOTTOM, NONE) for value in found)


def _below(run: Interpreter, given: Value | None) -> out.Value:
    """Any key under a directory's ``KeyPrefix``."""
    found = [
        run.heap.load(option, "KeyPrefix") for option in options(given or BOTTOM) if isinstance(option, Obj)
    ]
    prefix = [one for one in found if one not in (BOTTOM, NONE)]
    return convert(
        run, concat_all([*([join_all(prefix)] if prefix else []), make_text((out.Hole(kind="unknown"),))])
    )


def _input(run: Interpreter, args: Args) -> Value | None:
    """The input struct: behind a context and what is written to, which may be structs, the last one."""
    for value in reversed(args.positional):
        if any(
            isinstance(option, Obj) and run.heap.shape(option).kind == "dict" for option in options(value)
        ):
            return value
    return Unknown("input")


def _delete_iterator(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``s3manager.NewDeleteListIterator(client, input)`` lists what is to be deleted."""
    struct = request(run, "s3", "ListObjects", args.get(1))
    for one in config.signers_of(run, args.get(0)):
        run.emit(pos, "s3", "ListObjects", struct, identity=one, via="NewDeleteListIterator")
    return Unknown("iterator")


def _rds_token(user: int, provider: int) -> Handler:
    """``auth.BuildAuthToken(...)``: a login as the user of any instance, its resource id unknown."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        name = convert(run, args.get(user) or Unknown("argument"))
        found = tuple(out.alternatives(database_user(name)))
        for one in config.signers_of(run, args.get(provider)):
            run.emit(pos, "rds", "GenerateDBAuthToken", identity=one,
                     via="BuildAuthToken", actions=("rds-db:connect",), resources=found)  # fmt: skip
        return Tup((Unknown("token"), _ERROR))

    return handler


def _dsql_token(action: str) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        host = args.get(1)
        found = dsql_clusters(convert(run, host) if host is not None else None)
        for one in config.signers_of(run, args.get(3)):
            run.emit(pos, "dsql", "GenerateDbConnectAuthToken", identity=one,
                     via="auth token", actions=(action,), resources=found)  # fmt: skip
        return Tup((Unknown("token"), _ERROR))

    return handler


TABLE: dict[tuple[str, str], Handler] = {
    ("feature/s3/manager", "NewUploader"): manager("uploader"),
    ("feature/s3/manager", "NewDownloader"): manager("downloader"),
    ("feature/s3/transfermanager", "New"): manager("transfer"),
    ("feature/s3/transfermanager", "NewFromConfig"): manager("transfer"),
    ("service/s3/s3manager", "NewUploader"): manager("uploader"),
    ("service/s3/s3manager", "NewUploaderWithClient"): manager("uploader"),
    ("service/s3/s3manager", "NewDownloader"): manager("downloader"),
    ("service/s3/s3manager", "NewDownloaderWithClient"): manager("downloader"),
    ("service/s3/s3manager", "NewBatchDelete"): manager("batch-delete"),
    ("service/s3/s3manager", "NewBatchDeleteWithClient"): manager("batch-delete"),
    ("service/s3/s3manager", "NewDeleteListIterator"): _delete_iterator,
    ("feature/rds/auth", "BuildAuthToken"): _rds_token(3, 4),
    ("service/rds/rdsutils", "BuildAuthToken"): _rds_token(2, 3),
    ("feature/dsql/auth", "GenerateDbConnectAuthToken"): _dsql_token("dsql:DbConnect"),
    ("feature/dsql/auth", "GenerateDBConnectAdminAuthToken"): _dsql_token("dsql:DbConnectAdmin"),
    ("feature/dsql/auth", "GenerateDbConnectAdminAuthToken"): _dsql_token("dsql:DbConnectAdmin"),
}
"""(Package below the SDK's root, function) to its meaning."""

TYPES: dict[tuple[str, str], str] = {
    ("feature/s3/manager", "Uploader"): "uploader",
    ("feature/s3/manager", "Downloader"): "downloader",
    ("feature/s3/transfermanager", "Client"): "transfer",
    ("service/s3/s3manager", "Uploader"): "uploader",
    ("service/s3/s3manager", "Downloader"): "downloader",
    ("service/s3/s3manager", "BatchDelete"): "batch-delete",
    ("service/s3/s3manager/s3manageriface", "UploaderAPI"): "uploader",
    ("service/s3/s3manager/s3manageriface", "UploadWithIterator"): "uploader",
    ("service/s3/s3manager/s3manageriface", "DownloaderAPI"): "downloader",
    ("service/s3/s3manager/s3manageriface", "BatchDelete"): "batch-delete",
}
"""Declared types of the helpers."""
