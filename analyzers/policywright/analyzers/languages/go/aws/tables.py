"""Libraries over DynamoDB: ``guregu/dynamo`` and ``dynamolock``.

Sources: the documentation of ``github.com/guregu/dynamo/v2`` and ``cirello.io/dynamolock/v2`` at pkg.go.dev.
What is part of a transaction is authorized as by itself.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go.aws import config
from policywright.analyzers.languages.go.handles import Locks, Tables
from policywright.analyzers.model import AMBIENT, Identity
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_PATH = regex(
    r"(?P<dynamo>github\.com/guregu/dynamo(?:/v\d+)?)\.(?P<name>\w+)$"
    r"|(?:github\.com/cirello-io|cirello\.io)/dynamolock(?:/v\d+)?\.(?P<lock>\w+)$"
)
_OF_DYNAMO = {
    "DB": "db",
    "Table": "table",
    "Query": "get",
    "Scan": "scan",
    "Put": "put",
    "Update": "update",
    "Delete": "delete",
    "Batch": "batch",
    "BatchGet": "batch-get",
    "BatchWrite": "batch-write",
    "ConditionCheck": "check",
}
"""Types, by what a value of one is for."""
_MADE = {
    ("db", "Table"): "table",
    ("table", "Get"): "get",
    ("table", "Scan"): "scan",
    ("table", "Put"): "put",
    ("table", "Update"): "update",
    ("table", "Delete"): "delete",
    ("table", "Batch"): "batch",
    ("table", "Check"): "check",
    ("batch", "Get"): "batch-get",
    ("batch", "Write"): "batch-write",
    ("db", "CreateTable"): "create",
    ("table", "Describe"): "describe",
    ("table", "DeleteTable"): "drop",
    ("table", "UpdateTable"): "alter",
    ("table", "DescribeTTL"): "describe-ttl",
    ("table", "UpdateTTL"): "update-ttl",
    ("db", "ListTables"): "list",
}
_REQUESTS = {
    "put": ("PutItem",),
    "update": ("UpdateItem",),
    "delete": ("DeleteItem",),
    "batch-get": ("BatchGetItem",),
    "batch-write": ("BatchWriteItem",),
    "create": ("CreateTable", "DescribeTable"),
    "describe": ("DescribeTable",),
    "drop": ("DeleteTable", "DescribeTable"),
    "alter": ("UpdateTable", "DescribeTable"),
    "list": ("ListTables",),
    "describe-ttl": ("DescribeTimeToLive",),
    "update-ttl": ("UpdateTimeToLive",),
}
"""What is asked for once such a value is made: it is there to be run, by itself or in a transaction."""
_READING = ("All", "Iter", "Count", "One", "AllWithLastEvaluatedKey", "AllParallel", "IterParallel")
_LOCKS = {
    # The heartbeat, which runs unless it is turned off, updates the lock; it is deleted or marked as free.
    "AcquireLock": ("GetItem", "PutItem", "UpdateItem"), "SendHeartbeat": ("UpdateItem",),
    "ReleaseLock": ("DeleteItem", "UpdateItem"), "Get": ("GetItem",), "CreateTable": ("CreateTable",),
    "Close": ("DeleteItem", "UpdateItem"),
}  # fmt: skip
_WHOLE_KEY = "the key that is asked for is not whole: it is looked for in a query"


def library(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """``dynamo.New(cfg)``, ``dynamolock.New(client, table)``."""
    found = _PATH.match(path)
    if found is None:
        return None
    who = config.signers_of(run, args.get(0))
    if found["name"] in ("New", "NewFromIface"):
        return join_all([Tables(one, "db", Unknown("table"), BOTTOM) for one in who])
    if found["lock"] == "New":
        table = args.get(1) or Unknown("table")
        return Tup((join_all([Locks(one, table) for one in who]), Unknown("error")))
    return None


def instance(path: str) -> Value | None:
    """A value of one of their types, of which nothing else is known."""
    found = _PATH.match(path)
    if found is None:
        return None
    if found["lock"] in ("Client", "Lock"):
        return Locks(AMBIENT, Unknown("table"))
    kind = _OF_DYNAMO.get(found["name"] or "")
    return Tables(AMBIENT, kind, Unknown("table"), BOTTOM) if kind is not None else None


def locks(run: Interpreter, handle: Locks, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a lock client, or of a lock of it."""
    name = name.removesuffix("WithContext")
    for operation in _LOCKS.get(name, ()):
        _emit(run, handle.identity, operation, handle.table, pos, "dynamolock")
    return Tup((handle, Unknown("error"))) if name in ("AcquireLock", "Get") else Unknown("error")


def tables(run: Interpreter, handle: Tables, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a database, a table, or of what is to be done with one."""
    name = name.removesuffix("WithContext")
    if name == "Index" and args.positional:
        return Tables(handle.identity, handle.kind, handle.table, args.positional[0])
    if handle.kind == "db" and name in ("Get", "GetOne"):
        # Of a transaction that reads.
        for option in options(args.get(0) or BOTTOM):
            if isinstance(option, Tables):
                _emit(run, option.identity, "GetItem", option.table, pos, "dynamo")
        return handle
    if name == "Name" and handle.kind == "table":
        return handle.table
    made = _MADE.get((handle.kind, name))
    if made is None:
        return _done(run, handle, name, pos)
    table = args.get(0) or Unknown("table") if handle.kind == "db" else handle.table
    for operation in _REQUESTS.get(made, ()):
        _emit(run, handle.identity, operation, table if made != "list" else None, pos, "dynamo")
    if made == "check":
        struct = Struct((("TableName", convert(run, table)),))
        run.emit(pos, "dynamodb", "TransactWriteItems", struct, identity=handle.identity, via="dynamo",
                 actions=("dynamodb:ConditionCheckItem",))  # fmt: skip
    return Tables(handle.identity, made, table, BOTTOM)


def _done(run: Interpreter, handle: Tables, name: str, pos: ir.Pos) -> Value:
    if handle.kind not in ("get", "scan") or name not in _READING:
        return handle if name != "Run" else Unknown("error")
    index = handle.index if handle.index is not BOTTOM else None
    who, table = handle.identity, handle.table
    if handle.kind == "scan":
        _emit(run, who, "Scan", table, pos, "dynamo", index)
    elif name == "One" and index is None:
        _emit(run, who, "GetItem", table, pos, "dynamo")
        _emit(run, who, "Query", table, pos, "dynamo", optional=_WHOLE_KEY)
    else:
        _emit(run, who, "Query", table, pos, "dynamo", index)
    return Unknown("error")


def _keyed(table: out.Value) -> out.Value:
    """A mapping with a table's name for its key."""
    if isinstance(table, out.Const) and isinstance(table.value, str):
        return Struct(((table.value, out.Unknown("items")),))
    return Struct((), computed=(table,)) if isinstance(table, out.Text) else out.Unknown("items")


def _emit(
    run: Interpreter, who: Identity, operation: str, table: Value | None, pos: ir.Pos, via: str,
    index: Value | None = None, optional: str | None = None,
) -> None:  # fmt: skip
    given = (("TableName", table), ("IndexName", index))
    struct = Struct(tuple((name, convert(run, value)) for name, value in given if value is not None))
    if operation.startswith("Batch") and table is not None:
        struct = Struct((("RequestItems", _keyed(convert(run, table))),))
    run.emit(pos, "dynamodb", operation, struct, identity=who, via=via, optional=optional)


__all__ = ["instance", "library", "locks", "tables"]
