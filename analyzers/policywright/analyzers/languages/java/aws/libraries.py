"""Libraries over the SDKs: Spring Cloud AWS's templates and listeners, Powertools, the Secrets Manager cache.

Sources: ``io.awspring.cloud`` 3 (reference documentation, "IAM Permissions" of each module), Powertools for
Java 2 (``software.amazon.lambda.powertools``: ``parameters``, ``DynamoDBPersistenceStore``,
``LargeMessageProcessor``), ``com.amazonaws.secretsmanager.caching``.
"""

from __future__ import annotations

import re

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    ClassV,
    Handle,
    Known,
    Obj,
    Text,
    Unknown,
    Value,
    constant,
    options,
)
from policywright.analyzers.languages.java.aws import dynamodb, requests
from policywright.analyzers.languages.java.handles import Box, Helper, S3Resource
from policywright.analyzers.languages.java.placeholders import filled
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_S3_RESOURCE = "spring-s3-resource"
TYPES = {
    "S3Template": "spring-s3", "S3Operations": "spring-s3", "S3Resource": _S3_RESOURCE,
    "SqsTemplate": "spring-sqs",
    "SqsOperations": "spring-sqs",
    "SqsAsyncOperations": "spring-sqs", "QueueMessagingTemplate": "spring-sqs",
    "SnsTemplate": "spring-sns", "SnsOperations": "spring-sns", "NotificationMessagingTemplate": "spring-sns",
    "SnsSmsTemplate": "spring-sms", "SnsSmsOperations": "spring-sms",
    "DynamoDbTemplate": "spring-dynamodb", "DynamoDbOperations": "spring-dynamodb",
    "SSMProvider": "parameters-ssm", "SecretsProvider": "parameters-secrets",
    "DynamoDbProvider": "parameters-dynamodb", "AppConfigProvider": "parameters-appconfig",
    "SecretCache": "secret-cache",
    "DynamoDBPersistenceStore": "idempotency",
}  # fmt: skip
"""Classes of these libraries to the kind of value that they are."""

ROOTS: tuple[str, ...] = (
    "io.awspring.cloud.",
    "org.springframework.cloud.aws.",
    "software.amazon.lambda.powertools.",
    "com.amazonaws.secretsmanager.",
)
_FACTORY = {
    "getSsmProvider": "parameters-ssm", "getSecretsProvider": "parameters-secrets",
    "getDynamoDbProvider": "parameters-dynamodb", "getAppConfigProvider": "parameters-appconfig",
}  # fmt: skip

_S3 = {
    "upload": ("PutObject", 2), "store": ("PutObject", 2), "download": ("GetObject", 2),
    "read": ("GetObject", 2),
    "deleteObject": ("DeleteObject", 2), "objectExists": ("HeadObject", 2), "createBucket": ("CreateBucket",
    1),
    "deleteBucket": ("DeleteBucket", 1), "bucketExists": ("HeadBucket", 1), "listObjects": ("ListObjectsV2",
    1),
    "createSignedGetURL": ("GetObject", 2), "createSignedPutURL": ("PutObject", 2),
}  # fmt: skip
_DYNAMODB = {
    "save": "PutItem", "update": "UpdateItem", "delete": "DeleteItem", "load": "GetItem", "scan": "Scan",
    "scanAll": "Scan", "query": "Query",
}  # fmt: skip
_LISTENER = (
    "GetQueueUrl",
    "GetQueueAttributes",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
)


def kind_of(path: str) -> str | None:
    """What a class of these libraries is; None for anything else."""
    return TYPES.get(path.rpartition(".")[2]) if path.startswith(ROOTS) else None


def instance(path: str) -> Handle | None:
    kind = kind_of(path)
    return _made(kind) if kind is not None else None


def _made(kind: str) -> Handle:
    return S3Resource() if kind == _S3_RESOURCE else Helper(kind)


def call(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A constructor, factory or annotation of these libraries."""
    if not path.startswith(ROOTS):
        return None
    owner, _, name = path.rpartition(".")
    if name == "SqsListener":
        return _listener(run, args.get(0), pos)
    if name in _LARGE_MESSAGES:
        _large_message(run, args, pos)
        return None
    if owner.endswith("ParamManager") and name in _FACTORY:
        return Helper(_FACTORY[name])
    kind = kind_of(path)
    if kind == _S3_RESOURCE:
        # new S3Resource(bucket, key, client, ...), or the location as one text
        given = args.positional[:2] if len(args.positional) > 3 else ()
        return S3Resource(*given)
    if kind is not None:
        return Helper(kind)
    kind = kind_of(owner)
    if kind is not None and name in (
        "create",
        "builder",
        "newTemplate",
        "newSyncTemplate",
        "newAsyncTemplate",
    ):
        return _made(kind)
    return None


def method(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a value of these libraries."""
    if isinstance(handle, S3Resource):
        return _resource(run, handle, name, pos)
    if not isinstance(handle, Helper):
        return None
    match handle.kind:
        case "spring-s3":
            return _s3(run, handle, name, args, pos)
        case "spring-sqs":
            return _sqs(run, name, args, pos)
        case "spring-sns":
            return _sns(run, name, args, pos)
        case "spring-sms" if name in ("send", "sendMessage"):
            run.emit(
                pos,
                "sns",
                "Publish",
                out.Struct((("PhoneNumber", out.Unknown("number")),)),
                via="SnsSmsTemplate",
            )
            return Unknown("sent")
        case "spring-dynamodb":
            return _dynamodb(run, name, args, pos)
        case "idempotency":
            # Functions that are given the store keep what they have done in its table.
            for operation in _PERSISTENCE if name == "withTableName" else ():
                _emit(run, "dynamodb", operation, _POWERTOOLS, pos, TableName=args.get(0) or Unknown("table"))
            return handle
        case "secret-cache" if name.startswith("getSecret"):
            fields = (("SecretId", convert(run, args.get(0) or Unknown("secret"))),)
            run.emit(pos, "secretsmanager", "DescribeSecret", out.Struct(fields), via="SecretCache")
            run.emit(pos, "secretsmanager", "GetSecretValue", out.Struct(fields), via="SecretCache")
            return Unknown("secret")
    if gives_parameters(handle):
        return _parameter(run, handle, name, args, pos)
    return None


def gives_parameters(handle: Handle) -> bool:
    """One of Powertools' providers."""
    return isinstance(handle, Helper) and handle.kind.startswith("parameters-")


def _emit(
    run: Interpreter, service: str, operation: str, via: str, pos: ir.Pos, **members: Value | None
) -> None:
    fields = tuple((name, convert(run, value)) for name, value in members.items() if value is not None)
    run.emit(pos, service, operation, out.Struct(fields), via=via)


# --- Spring Cloud AWS ---


def _s3(run: Interpreter, handle: Helper, name: str, args: Args, pos: ir.Pos) -> Value | None:
    found = _S3.get(name)
    if found is None:
        return handle
    operation, count = found
    key = args.get(1) if count == 2 else None
    prefix = args.get(1) if name == "listObjects" else None
    _emit(
        run,
        "s3",
        operation,
        "S3Template",
        pos,
        Bucket=args.get(0) or Unknown("bucket"),
        Key=key,
        Prefix=prefix,
    )
    if name in ("upload", "store", "download", "createResource"):
        return S3Resource(args.get(0) or Unknown("bucket"), key or Unknown("key"))
    return Unknown("object")


_RESOURCE = {
    "exists": "HeadObject", "contentLength": "HeadObject", "lastModified": "HeadObject",
    "contentType": "HeadObject", "metadata": "HeadObject", "isReadable": "HeadObject",
    "getInputStream": "GetObject", "getContentAsByteArray": "GetObject", "getContentAsString": "GetObject",
    "getOutputStream": "PutObject", "createSignedGetURL": "GetObject", "createSignedPutURL": "PutObject",
}  # fmt: skip
"""Methods of Spring's resource over an object (``io.awspring.cloud.s3.S3Resource``) to their requests."""


def _resource(run: Interpreter, handle: S3Resource, name: str, pos: ir.Pos) -> Value:
    if name not in _RESOURCE:
        return Unknown("resource")
    bucket, key = handle.bucket or Unknown("bucket"), handle.key or Unknown("key")
    _emit(run, "s3", _RESOURCE[name], "S3Resource", pos, Bucket=bucket, Key=key)
    return Unknown("object")


def _queue(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first = args.get(0)
    if requests.is_callable(first) and first is not None:
        return requests.member(run, requests.configured(run, first, "sqs", pos), "queue")
    return first if len(args.positional) > 1 or first is None else (first if _is_name(first) else None)


def _is_name(value: Value) -> bool:
    return any(isinstance(option, Known | Text) for option in options(value))


def _sqs(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
    queue = _queue(run, args, pos)
    if name.startswith(("send", "convertAndSend")):
        operations: tuple[str, ...] = ("GetQueueUrl", "SendMessage")
    elif name.startswith("receive"):
        operations = ("GetQueueUrl", "GetQueueAttributes", "ReceiveMessage", "DeleteMessage")
    else:
        return Unknown("template")
    _queue_requests(run, queue, operations, "SqsTemplate", pos)
    return Unknown("message")


def _queue_requests(
    run: Interpreter, queue: Value | None, operations: tuple[str, ...], via: str, pos: ir.Pos
) -> None:
    for operation in operations:
        for option in options(queue) if queue is not None else (Unknown("queue"),):
            member = "QueueName" if operation == "GetQueueUrl" else "QueueUrl"
            value = _queue_name(option) if operation == "GetQueueUrl" else option
            _emit(run, "sqs", operation, via, pos, **{member: value})


def _queue_name(value: Value) -> Value:
    """A queue's name, of its name, URL or ARN."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return Known(re.split(r"[/:]", value.value)[-1])
    return value


def _listener(run: Interpreter, queues: Value | None, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in options(queues) if queues is not None else ():
        found.extend(run.sequence(option) or (option,))
    for queue in found or [Unknown("queue")]:
        _queue_requests(run, filled(queue), _LISTENER, "SqsListener", pos)
    return NONE


def _sns(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
    if not name.startswith(("send", "convertAndSend")):
        return Unknown("template")
    for option in options(args.get(0) or Unknown("topic")):
        arn = isinstance(option, Known) and str(option.value).startswith("arn:")
        if arn or not isinstance(option, Known):
            _emit(run, "sns", "Publish", "SnsTemplate", pos, TopicArn=option)
            continue
        # A name is resolved by creating the topic, which returns the existing one.
        _emit(run, "sns", "CreateTopic", "SnsTemplate", pos, Name=option)
        text = constant(option) or ""
        prefix = ("arn:", out.Hole(kind="partition"), ":sns:", out.Hole(kind="region"), ":",
                  out.Hole(kind="account"), f":{text}")  # fmt: skip
        _emit(run, "sns", "Publish", "SnsTemplate", pos, TopicArn=Text(prefix))
    return Unknown("sent")


def _dynamodb(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
    operation = _DYNAMODB.get(name)
    if operation is None:
        return Unknown("template")
    table: Value = Unknown("table")
    for value in args.positional:
        for option in options(value):
            cls = option if isinstance(option, ClassV) else None
            if isinstance(option, Obj):
                cls = run.heap.shape(option).cls
            if cls is not None:
                table = Known(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.cls.name).lower())
    _emit(run, "dynamodb", operation, "DynamoDbTemplate", pos, TableName=table)
    return Box(Unknown("item"))


# --- Powertools ---

_POWERTOOLS = "powertools-java"
_PERSISTENCE = ("GetItem", "PutItem", "UpdateItem", "DeleteItem")
_LARGE_MESSAGES = frozenset(
    ("LargeMessage", "SqsLargeMessage", "processLargeMessage", "enrichedMessageFromS3")
)
"""The annotation of version 2 and that of version 1, and the functions that do the same."""


def _large_message(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Reads what a message points to in S3, and deletes it if it isn't told otherwise."""
    kept = any([value == Known(False) for value in args.positional])
    for operation in ("GetObject",) if kept else ("GetObject", "DeleteObject"):
        bucket, key = Unknown("bucket"), Unknown("key")
        _emit(run, "s3", operation, _POWERTOOLS, pos, Bucket=bucket, Key=key)


def _parameter(run: Interpreter, handle: Helper, name: str, args: Args, pos: ir.Pos) -> Value | None:
    if name not in ("get", "getMultiple"):
        return handle
    first = args.get(0) or Unknown("name")
    via = _POWERTOOLS
    match handle.kind:
        case "parameters-ssm" if name == "getMultiple":
            _emit(run, "ssm", "GetParametersByPath", via, pos, Path=first)
        case "parameters-ssm":
            _emit(run, "ssm", "GetParameter", via, pos, Name=first)
        case "parameters-secrets":
            _emit(run, "secretsmanager", "GetSecretValue", via, pos, SecretId=first)
        case "parameters-dynamodb":
            operation = "GetItem" if name == "get" else "Query"
            _emit(run, "dynamodb", operation, via, pos, TableName=Unknown("table"))
        case "parameters-appconfig":
            _emit(run, "appconfigdata", "StartConfigurationSession", via, pos)
            _emit(run, "appconfigdata", "GetLatestConfiguration", via, pos)
    return Unknown("parameter-value")


__all__ = ["call", "dynamodb", "instance", "kind_of", "method"]
