"""S3's transfer managers of both SDKs: the requests that their methods make.

Sources: ``software.amazon.awssdk.transfer.s3.S3TransferManager``, ``com.amazonaws.services.s3.transfer``.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import NONE, Args, Unknown, Value
from policywright.analyzers.languages.java.aws import clients, requests
from policywright.analyzers.model import Identity
from policywright.analyzers.sdk.handles import Transfer
from policywright.analyzers.sdk.uploads import PARTS, STARTED
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

ABORTED = "an upload of several parts fails half-way and the SDK aborts it"
_UPLOAD = ("PutObject", STARTED, "AbortMultipartUpload")
_OPTIONAL = {"AbortMultipartUpload": ABORTED, STARTED: PARTS}
VERSION_1, VERSION_2 = "TransferManager", "S3TransferManager"
"""The managers of both SDKs."""
_NARROW = ("Bucket", "Key", "VersionId")

_V2: dict[str, tuple[str, tuple[str, ...]]] = {
    "upload": ("putObjectRequest", _UPLOAD),
    "uploadFile": ("putObjectRequest", _UPLOAD),
    "resumeUploadFile": ("putObjectRequest", _UPLOAD),
    "download": ("getObjectRequest", ("GetObject",)),
    "downloadFile": ("getObjectRequest", ("GetObject",)),
    "resumeDownloadFile": ("getObjectRequest", ("HeadObject", "GetObject")),
    "copy": ("copyObjectRequest", ("CopyObject",)),
}
"""Methods to the member of their request that holds the S3 request, and the operations made with it."""

_V1: dict[str, tuple[str, ...]] = {
    "upload": _UPLOAD, "download": ("HeadObject", "GetObject"), "resumeDownload": ("HeadObject", "GetObject"),
    "resumeUpload": _UPLOAD, "copy": ("HeadObject$source", "CopyObject"),
}  # fmt: skip
_V1_DIRECTORIES = {
    "uploadDirectory": _UPLOAD, "uploadFileList": _UPLOAD,
    "downloadDirectory": ("ListObjects", "GetObject"),
}  # fmt: skip
_PROVIDERS = (("Tagging", 5), ("ACL", 6))
"""What is asked for a member of each request, behind bucket, prefix, directory, files and metadata."""
_ANY = out.Text((out.Hole(kind="unknown"),))


def call(run: Interpreter, handle: Transfer, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a transfer manager."""
    who = handle.identity
    if handle.kind == VERSION_2:
        return _version_2(run, handle, name, args, pos)
    if name in _V1_DIRECTORIES:
        bucket = convert(run, args.get(0) or Unknown("bucket"))
        prefix = args.get(1)
        provided = [(member, args.get(place)) for member, place in _PROVIDERS if name.startswith("upload")]
        added = out.Struct(tuple((member, _ANY) for member, value in provided if value not in (None, NONE)))
        _directory(run, who, _V1_DIRECTORIES[name], bucket, prefix, pos, added)
    elif name == "abortMultipartUploads":
        target = out.Struct((("Bucket", convert(run, args.get(0) or Unknown("bucket"))),))
        run.emit(pos, "s3", "ListMultipartUploads", target, identity=who, via="TransferManager")
        run.emit(pos, "s3", "AbortMultipartUpload", target, identity=who, via="TransferManager")
    elif name in _V1:
        operations = _V1[name]
        main = operations[-1] if operations != _UPLOAD else "PutObject"
        # Behind the bucket and the key stands a file or stream.
        named = args if main == "CopyObject" else Args(args.positional[:2])
        struct, _ = clients.given(run, "s3", main, named, pos)
        _emit(run, who, operations, struct, pos)
    return Unknown("transfer")


def _version_2(run: Interpreter, handle: Transfer, name: str, args: Args, pos: ir.Pos) -> Value:
    who = handle.identity
    first = args.get(0)
    if requests.is_callable(first) and first is not None:
        first = requests.configured(run, first, "s3", pos)
    if name in _V2:
        member, operations = _V2[name]
        inner = requests.member(run, first, member)
        main = operations[0] if operations[0] != "HeadObject" else "GetObject"
        struct = (
            requests.request(run, "s3", main, inner, pos) if inner is not None else out.Struct((), open=True)
        )
        _emit(run, who, operations, struct, pos)
    elif name in ("uploadDirectory", "downloadDirectory"):
        bucket = convert(run, requests.member(run, first, "bucket") or Unknown("bucket"))
        prefix = requests.member(run, first, "s3Prefix", "prefix")
        operations = _UPLOAD if name == "uploadDirectory" else ("ListObjectsV2", "GetObject")
        changed = requests.member(run, first, "uploadFileRequestTransformer")
        _directory(run, who, operations, bucket, prefix, pos, _transformed(run, changed, pos))
    else:
        return handle
    return Unknown("transfer")


def _transformed(run: Interpreter, changed: Value | None, pos: ir.Pos) -> out.Struct:
    """What ``uploadFileRequestTransformer(file -> file.putObjectRequest(...))`` sets in each request."""
    if changed is None:
        return out.Struct(())
    inner = requests.member(run, changed, "putObjectRequest")
    if inner is None:
        return out.Struct((), open=True)
    return requests.request(run, "s3", "PutObject", inner, pos)


def _directory(
    run: Interpreter,
    who: Identity,
    operations: tuple[str, ...],
    bucket: out.Value,
    prefix: Value | None,
    pos: ir.Pos,
    added: out.Struct,
) -> None:
    """The requests for the files of a directory; ``added`` is what else each file's has."""
    own = dict(added.fields)
    key = _below(convert(run, prefix)) if prefix is not None and "Key" not in own else _ANY
    target = (("Bucket", own.get("Bucket", bucket)), ("Key", key))
    whole = (*target, *(one for one in added.fields if one[0] not in ("Bucket", "Key")))
    for operation in operations:
        fields = (("Bucket", bucket),) if operation.startswith("List") else target
        struct = out.Struct(fields)
        if operation in ("PutObject", STARTED):
            struct = out.Struct(whole, added.open)
        optional = _OPTIONAL.get(operation)
        run.emit(pos, "s3", operation, struct, identity=who, via="transfer manager", optional=optional)


def _below(prefix: out.Value) -> out.Value:
    """Any key that starts with a prefix."""
    match prefix:
        case out.Const(value=str(text)):
            return out.Text((text, *_ANY.parts))
        case out.Text(parts=parts):
            return out.Text((*parts, *_ANY.parts))
    return _ANY


def _emit(
    run: Interpreter, who: Identity, operations: tuple[str, ...], struct: out.Struct, pos: ir.Pos
) -> None:
    for operation in operations:
        narrow = out.Struct(tuple((n, v) for n, v in struct.fields if n in _NARROW), struct.open)
        whole = operation in ("PutObject", "GetObject", "CopyObject", STARTED)
        if operation == "HeadObject$source":
            source = struct.get("CopySource")
            if isinstance(source, out.Struct):
                run.emit(pos, "s3", "HeadObject", source, identity=who, via="transfer manager")
            continue
        optional = _OPTIONAL.get(operation)
        run.emit(pos, "s3", operation, struct if whole else narrow, identity=who, via="transfer manager",
                 optional=optional)  # fmt: skip
