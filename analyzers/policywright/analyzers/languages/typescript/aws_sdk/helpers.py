"""What the SDK and its libraries add to plain operations: uploads, presigned requests, tokens.

Sources: the API references of aws-sdk 2 and of ``@aws-sdk/lib-storage``, ``s3-request-presigner``,
``s3-presigned-post``, ``polly-request-presigner``, ``rds-signer`` and ``dsql-signer``.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Unknown,
    Value,
    options,
    strings,
)
from policywright.analyzers.languages.typescript.aws_sdk.names import (
    operation_of_method,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    call_back,
    field,
    identity_in,
    identity_of_credentials,
    members,
    region_of,
    request,
)
from policywright.analyzers.languages.typescript.handles import Signer
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk.databases import dsql_clusters
from policywright.analyzers.sdk.handles import Credentials
from policywright.analyzers.sdk.requests import database_user, in_region
from policywright.analyzers.sdk.uploads import PARTS, STARTED
from policywright.knowledge import values as out
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Helper: TypeAlias = Callable[["Interpreter", str, Identity, Args, ir.Pos], Value]

MULTIPART_ABORTED = "an upload of several parts fails half-way and the SDK aborts it"

_FORM_FIELDS = {
    "acl": "ACL",
    "tagging": "Tagging",
    "x-amz-tagging": "Tagging",
    "x-amz-acl": "ACL",
    "x-amz-server-side-encryption": "ServerSideEncryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
}
"""Form fields of a presigned POST that are members of PutObject (S3 API reference, POST Object)."""


def upload(run: Interpreter, parameters: Value | None, identity: Identity, pos: ir.Pos, via: str) -> Value:
    """A managed upload: one request or several parts, aborted when that fails."""
    struct = members(run, parameters)
    target = Struct(tuple((n, v) for n, v in struct.fields if n in ("Bucket", "Key")), struct.open)
    run.emit(
        pos, "s3", "AbortMultipartUpload", target, identity=identity, via=via, optional=MULTIPART_ABORTED
    )
    run.emit(pos, "s3", STARTED, struct, identity=identity, via=via, optional=PARTS)
    return request(run, "s3", "PutObject", struct, pos, identity, via)


def _upload(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    result = upload(run, args.get(0), identity, pos, "upload")
    call_back(run, args, result, pos)
    return result


def _signed_url(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    """The permissions of a presigned request are checked against whoever signed it."""
    named = list(strings(args.get(0) or NONE))
    struct = members(run, args.get(1))
    struct = Struct(
        tuple((n, v) for n, v in struct.fields if n != "Expires"), struct.open, struct.maybe - {"Expires"}
    )
    for name in named:
        operation = operation_of_method(run, service, name)
        if operation is not None:
            run.emit(pos, service, operation.name, struct, identity=identity, via="getSignedUrl")
    if not named:
        detail = "a presigned request to {} whose method is computed"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=service)
    call_back(run, args, Unknown("url"), pos)
    return Unknown("url")


def presigned_post(run: Interpreter, parameters: Value | None, identity: Identity, pos: ir.Pos) -> Value:
    """A form with which somebody may upload."""
    struct = members(run, parameters)
    fields = [(name, value) for name, value in struct.fields if name in ("Bucket", "Key")]
    form = members(run, field(run, parameters, "Fields"))
    fields.extend(
        (_FORM_FIELDS[name.lower()], value) for name, value in form.fields if name.lower() in _FORM_FIELDS
    )
    key = next((value for name, value in form.fields if name.lower() == "key"), None)
    if key is not None and struct.get("Key") is None:
        fields.append(("Key", key))
    fields = [(name, _named_by_file(value) if name == "Key" else value) for name, value in fields]
    run.emit(pos, "s3", "PutObject", Struct(tuple(fields)), identity=identity, via="createPresignedPost")
    return Unknown("post")


def _named_by_file(key: out.Value) -> out.Value:
    """S3 puts the uploaded file's name in the place of ``${filename}`` (S3 API reference, POST Object)."""
    parts: list[str | out.Hole] = []
    for part in (
        key.parts if isinstance(key, out.Text) else (key.value,) if isinstance(key, out.Const) else ()
    ):
        if not isinstance(part, str):
            parts.extend([part] if isinstance(part, out.Hole) else [])
            continue
        first, *others = part.split("${filename}")
        parts.append(first)
        for other in others:
            parts.extend([out.Hole(kind="unknown"), other])
    return out.Text(tuple(part for part in parts if part)) if parts else key


def _presigned_post(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    result = presigned_post(run, args.get(0), identity, pos)
    call_back(run, args, result, pos)
    return result


def _credentials_from(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    """Version 2's ``sts.credentialsFrom(response)``: credentials of the role that the response is about."""
    return Credentials(identity_of_credentials(run, args.get(0), pos))


METHODS: dict[str, Helper] = {"getSignedUrl": _signed_url, "getSignedUrlPromise": _signed_url}
"""Methods of every client; ``clients`` adds those that make requests like it does."""

SERVICE_METHODS: dict[tuple[str, str], Helper] = {
    ("s3", "upload"): _upload,
    ("s3", "createPresignedPost"): _presigned_post,
    ("sts", "credentialsFrom"): _credentials_from,
}


# --- tokens for databases ---


def signer(run: Interpreter, kind: str, config: Value | None, pos: ir.Pos) -> Signer:
    """``new Signer({...})`` of the RDS and DSQL packages, ``new AWS.RDS.Signer``."""
    identity = in_region(run, identity_in(run, config, pos), region_of(run, config))
    return Signer(identity, kind, config or NONE)


def signer_method(run: Interpreter, handle: Signer, name: str, args: Args, pos: ir.Pos) -> Value:
    """A token: the permission to connect with it is checked against whoever signed it."""
    kind, config, identity = handle.service, handle.config, handle.identity
    if kind == "rds" and name == "getAuthToken":
        user = field(run, args.get(0), "username") or field(run, config, "username")
        resource = database_user(convert(run, user) if user is not None else out.Unknown("argument"))
        run.emit(
            pos,
            "rds",
            "GenerateDBAuthToken",
            identity=identity,
            via="Signer",
            actions=("rds-db:connect",),
            resources=(resource,),
        )
    elif kind == "dsql" and name in _DSQL:
        host = field(run, args.get(0), "hostname") or field(run, config, "hostname")
        run.emit(
            pos,
            "dsql",
            "GenerateDbConnectAuthToken",
            identity=identity,
            via="DsqlSigner",
            actions=(_DSQL[name],),
            resources=dsql_clusters(convert(run, host) if host is not None else None),
        )
    elif kind == "polly" and name == "getSynthesizeSpeechUrl":
        run.emit(
            pos, "polly", "SynthesizeSpeech", members(run, args.get(0)), identity=identity, via="Presigner"
        )
    call_back(run, args, Unknown("token"), pos)
    return Unknown("token")


_DSQL = {"getDbConnectAuthToken": "dsql:DbConnect", "getDbConnectAdminAuthToken": "dsql:DbConnectAdmin"}


__all__ = [
    "AMBIENT",
    "METHODS",
    "SERVICE_METHODS",
    "options",
    "presigned_post",
    "signer",
    "signer_method",
    "upload",
]
