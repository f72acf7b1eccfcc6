"""Helpers that are no clients: database tokens, the DynamoDB lock client, SQS as JMS.

Sources: ``RdsUtilities`` and ``DsqlUtilities`` (v2), ``RdsIamAuthTokenGenerator`` (v1);
https://github.com/awslabs/amazon-dynamodb-lock-client (README and the client's Javadoc);
https://github.com/awslabs/amazon-sqs-java-messaging-lib and the developer guide's chapter on it.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    Args,
    Known,
    Unknown,
    Value,
    options,
)
from policywright.analyzers.languages.java.aws import credentials, names, requests
from policywright.analyzers.languages.java.handles import Jms, Locks, Tokens
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.databases import dsql_clusters
from policywright.analyzers.sdk.requests import database_user
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAKERS = frozenset(("RdsUtilities", "DsqlUtilities", "RdsIamAuthTokenGenerator"))
"""Classes whose instances sign logins to databases."""

_DSQL = {
    "generateDbConnectAuthToken": "dsql:DbConnect",
    "generateDbConnectAdminAuthToken": "dsql:DbConnectAdmin",
}
_LOCKS = {
    # The heartbeat thread, which runs unless it is turned off, updates the lock.
    "acquireLock": ("GetItem", "PutItem", "UpdateItem"),
    "tryAcquireLock": ("GetItem", "PutItem", "UpdateItem"),
    "sendHeartbeat": ("UpdateItem",),
    # A lock is deleted or marked as free, as the options say.
    "releaseLock": ("DeleteItem", "UpdateItem"),
    "getLock": ("GetItem",),
    "getAllLocksFromDynamoDB": ("Scan",),
    "getLocksByPartitionKey": ("Query",),
    "lockTableExists": ("DescribeTable",),
    "assertLockTableExists": ("DescribeTable",),
    "assertLockTableExistsAndUpdated": ("DescribeTable",),
}
JMS: str = "com.amazon.sqs.javamessaging."
_SENT = ("GetQueueUrl", "SendMessage")
_RECEIVED = ("GetQueueUrl", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility")


# --- database tokens ---


def token(run: Interpreter, handle: Tokens, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of one of ``MAKERS``."""
    given = args.get(0)
    if given is not None and requests.is_callable(given):
        given = requests.configured(run, given, "rds", pos)
    who = credentials.identity(run, given)
    who = who if who != AMBIENT else handle.identity
    if name in ("generateAuthenticationToken", "getAuthToken"):
        user = requests.member(run, given, "username") or Unknown("username")
        found = tuple(out.alternatives(database_user(convert(run, user))))
        run.emit(pos, "rds", "GenerateDBAuthToken", identity=who, via="RdsUtilities",
                 actions=("rds-db:connect",), resources=found)  # fmt: skip
        return Unknown("token")
    if name in _DSQL:
        host = requests.member(run, given, "hostname")
        clusters = dsql_clusters(convert(run, host) if host is not None else None)
        run.emit(pos, "dsql", name[:1].upper() + name[1:], identity=who, via="DsqlUtilities",
                 actions=(_DSQL[name],), resources=clusters)  # fmt: skip
        return Unknown("token")
    return None


# --- the DynamoDB lock client ---


def lock_class(run: Interpreter, symbol: names.Symbol, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """``AmazonDynamoDBLockClientOptions.builder(client, table)``, ``new AmazonDynamoDBLockClient(it)``."""
    if symbol.name == f"{names.LOCK_CLIENT}Options" and symbol.member == "builder":
        obj = requests.literal(run, path.rpartition(".")[0], pos)
        for name, value in zip(("client", "tableName"), args.positional, strict=False):
            run.heap.store(obj, name, value, certain=True)
        return obj
    if symbol.name != names.LOCK_CLIENT:
        return None
    given = args.get(0)
    if symbol.member == "createLockTableInDynamoDB":
        return Unknown("table")
    table = requests.member(run, given, "tableName") or Unknown("table")
    return Locks(credentials.identity(run, given), table)


def lock(run: Interpreter, handle: Locks, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of the lock client; the locks themselves are released and renewed through it as well."""
    who, table = handle.identity, handle.table
    for operation in _LOCKS.get(name, ()):
        struct = out.Struct((("TableName", convert(run, table)),))
        run.emit(pos, "dynamodb", operation, struct, identity=who, via="dynamodb-lock-client")
    return Unknown("lock")


# --- SQS as JMS ---


def jms_class(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A class of the messaging library; None for anything else."""
    if not path.startswith(JMS):
        return None
    who = next(
        (found for value in args.positional if (found := credentials.identity(run, value)) != AMBIENT),
        AMBIENT,
    )
    name = path.removeprefix(JMS).partition(".")[0]
    return Jms(who, "", Known(None)) if name == "SQSConnectionFactory" else None


def jms(run: Interpreter, handle: Jms, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a connection factory or of what is made from it."""
    who, what, queue = handle.identity, handle.kind, handle.queue
    first = args.get(0) or Unknown("queue")
    if name in ("createQueue", "createProducer", "createConsumer", "createReceiver", "createSender"):
        if name == "createQueue" and what == "client":
            _jms_request(run, who, ("CreateQueue",), first, pos)
            return Unknown("queue")
        if name == "createQueue":
            _jms_request(run, who, ("GetQueueUrl",), first, pos)
        kind = name.removeprefix("create").lower()
        return Jms(who, kind, first if name == "createQueue" else _queue_of(first))
    if name == "getWrappedAmazonSQSClient":
        return Jms(who, "client", queue)
    if what in ("producer", "sender") and name == "send":
        own = _queue_of(first)
        _jms_request(run, who, _SENT, own if queue == Known(None) else queue, pos)
    elif what in ("consumer", "receiver") and name in ("receive", "receiveNoWait", "setMessageListener"):
        _jms_request(run, who, _RECEIVED, queue, pos)
        run.semantics.callbacks(run, args, pos)  # type: ignore[attr-defined]
    elif what == "client" and name in ("queueExists", "getQueueUrl"):
        _jms_request(run, who, ("GetQueueUrl",), first, pos)
    return handle if name.startswith(("create", "get", "build", "with")) else Unknown("message")


def _queue_of(value: Value) -> Value:
    """The name that a queue was made with."""
    for option in options(value):
        if isinstance(option, Jms):
            return option.queue
    return Known(None) if value == Known(None) else Unknown("queue")


def _jms_request(
    run: Interpreter, who: Identity, operations: tuple[str, ...], queue: Value, pos: ir.Pos
) -> None:
    for operation in operations:
        member = "QueueUrl" if operation not in ("GetQueueUrl", "CreateQueue") else "QueueName"
        struct = out.Struct(((member, convert(run, queue)),))
        run.emit(pos, "sqs", operation, struct, identity=who, via="amazon-sqs-java-messaging-lib")
