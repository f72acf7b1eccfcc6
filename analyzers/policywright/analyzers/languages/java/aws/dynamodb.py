"""DynamoDB above its client: v2's enhanced client, v1's mapper and Document API.

Sources:
``software.amazon.awssdk.enhanced.dynamodb``, ``com.amazonaws.services.dynamodbv2.datamodeling`` and
``.document``.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Ext,
    Handle,
    Known,
    Obj,
    Tup,
    Unknown,
    Value,
    concat_all,
    join_all,
    options,
)
from policywright.analyzers.languages.java.aws import clients, requests
from policywright.analyzers.languages.java.handles import Box, Enhanced, Mapper, Table
from policywright.analyzers.model import Identity
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

TABLE_NAME = "$table"
"""The class member that a mapped class's table name is kept under."""

GENERATED = "$generated"
"""The class member that says that a mapped class's key is generated."""

SAVED = "$saved"
"""The class member that says what is saved of a mapped class's instances: ``keys``, ``more``, or either."""

_BEHAVIOURS = frozenset(("APPEND_SET", "CLOBBER", "PUT", "UPDATE", "UPDATE_SKIP_NULL_ATTRIBUTES"))
_PUTTING = frozenset(("CLOBBER", "PUT"))
_KEYS_ALONE = "all attributes but the keys of what is saved are null"
_CHOSEN = "the mapper's configuration says that items are put"

_TABLE = {
    "getItem": "GetItem", "putItem": "PutItem", "updateItem": "UpdateItem", "deleteItem": "DeleteItem",
    "query": "Query", "scan": "Scan", "createTable": "CreateTable", "describeTable": "DescribeTable",
    "deleteTable": "DeleteTable",
    # Document API
    "getItemOutcome": "GetItem", "describe": "DescribeTable", "delete": "DeleteTable",
    "updateTable": "UpdateTable",
    "waitForActive": "DescribeTable", "waitForDelete": "DescribeTable",
    "waitForActiveOrDelete": "DescribeTable",
    "waitForAllActiveOrDelete": "DescribeTable", "createGSI": "UpdateTable", "deleteGSI": "UpdateTable",
    "updateGSI": "UpdateTable",
}  # fmt: skip

_OF_BATCHES = frozenset((
    "resultsForTable", "unprocessedDeleteItemsForTable", "unprocessedKeysForTable",
    "unprocessedPutItemsForTable",
))  # fmt: skip
"""What ``BatchGetResultPage`` and ``BatchWriteResult`` are asked about a table, and not AWS."""

_MAPPER = {
    "load": ("GetItem",), "save": ("UpdateItem",), "delete": ("DeleteItem",), "query": ("Query",),
    "queryPage": ("Query",), "scan": ("Scan",), "scanPage": ("Scan",), "parallelScan": ("Scan",),
    "batchLoad": ("BatchGetItem",), "batchSave": ("BatchWriteItem",), "batchDelete": ("BatchWriteItem",),
    "batchWrite": ("BatchWriteItem",),
    # DynamoDBTableMapper
    "saveIfExists": ("UpdateItem",), "saveIfNotExists": ("UpdateItem",), "deleteIfExists": ("DeleteItem",),
    "createTable": ("CreateTable",), "createTableIfNotExists": ("CreateTable",),
    "deleteTable": ("DeleteTable",), "deleteTableIfExists": ("DeleteTable",),
    "describeTable": ("DescribeTable",),
}  # fmt: skip

_SAVES = frozenset(("save", "saveIfExists", "saveIfNotExists"))
_OF_CLASSES = frozenset(("count", "load", "parallelScan", "query", "queryPage", "scan", "scanPage"))
"""What a mapper is told a class for, before all else, and a table's mapper is not."""

_TRANSACTIONS = {
    "transactionLoad": ("TransactGetItems", {"$load": "Get"}),
    "transactionWrite": ("TransactWriteItems", {
        "$put": "Put", "$update": "Update", "$delete": "Delete", "$conditionCheck": "ConditionCheck",
    }),
}  # fmt: skip
"""What a mapper is told to do in one transaction, to the operation and what is added to the request."""

_TRANSACTED = {
    "addputitem": ("Put", "PutItem"), "addupdateitem": ("Update", "UpdateItem"),
    "adddeleteitem": ("Delete", "DeleteItem"), "addconditioncheck": ("ConditionCheck", "ConditionCheckItem"),
    "addgetitem": ("Get", "GetItem"), "addput": ("Put", "PutItem"), "addupdate": ("Update", "UpdateItem"),
    "adddelete": ("Delete", "DeleteItem"),
}  # fmt: skip


def table(who: Identity, name: Value, index: Value | None = None) -> Table:
    return Table(who, name, index)


def _members(run: Interpreter, handle: Table) -> out.Struct:
    fields: list[tuple[str, out.Value]] = [("TableName", convert(run, handle.name))]
    if handle.index is not None:
        fields.append(("IndexName", convert(run, handle.index)))
    return out.Struct(tuple(fields))


# --- tables ---


def enhanced(run: Interpreter, handle: Enhanced, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of the enhanced client, or of v1's ``DynamoDB``."""
    who = handle.identity
    if name in ("table", "getTable"):
        return table(who, args.get(0) or Unknown("table"))
    if name in ("batchGetItem", "batchWriteItem", "transactGetItems", "transactWriteItems"):
        return _batch(run, handle, name, args, pos)
    if name == "batchGetItemUnprocessed":
        return _batch(run, handle, "batchGetItem", args, pos)
    if name in ("createTable", "listTables"):
        struct, _ = clients.given(run, "dynamodb", name[:1].upper() + name[1:], args, pos)
        if len(args.positional) > 1:
            # createTable(name, keys, attributes, throughput)
            struct = out.Struct((("TableName", convert(run, args.positional[0])),))
        run.emit(pos, "dynamodb", name[:1].upper() + name[1:], struct, identity=who, via="document API")
        created = struct.get("TableName")
        value = requests.member(run, args.get(0), "tableName")
        return (
            table(who, value or args.get(0) or Unknown("table")) if created is not None else Unknown("tables")
        )
    return handle


def table_method(run: Interpreter, handle: Table, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a table or index."""
    who = handle.identity
    if name in ("index", "getIndex"):
        return table(who, handle.name, args.get(0) or Unknown("index"))
    if name in ("tableName", "getTableName"):
        return handle.name
    operation = _TABLE.get(name.removesuffix("WithResponse"))
    if operation is None:
        return Unknown("table")
    struct = _members(run, handle)
    for value in args.positional:
        if requests.is_callable(value):
            requests.configured(run, value, "dynamodb", pos)
    run.emit(pos, "dynamodb", operation, struct, identity=who, via="table")
    return Box(Unknown("item"))


# --- batches and transactions ---


def _batch(run: Interpreter, handle: Enhanced, name: str, args: Args, pos: ir.Pos) -> Value:
    who = handle.identity
    operation = name[:1].upper() + name[1:]
    given = [join_all([requests.configured(run, option, "dynamodb", pos) if requests.is_callable(option)
    else option
                       for option in options(value)]) for value in args.positional]  # fmt: skip
    if name.startswith("transact"):
        _transact(run, who, operation, given, pos)
        return Box(Unknown("item"))
    names: dict[Value, None] = {}
    for value in given:
        _tables_in(run, value, names)
    emit_batch(run, who, operation, tuple(names), pos)
    return Box(Unknown("item"))


def of_batch(name: str, args: Args) -> Value | None:
    """What an answer says of a table; None for other methods."""
    given = args.get(0) if name in _OF_BATCHES else None
    return Box(Unknown("item")) if given is not None and any(map(_is_table, options(given))) else None


def _is_table(value: Value) -> bool:
    return isinstance(value, Table)


def _tables_in(run: Interpreter, value: Value, found: dict[Value, None], depth: int = 0) -> None:
    """The table names anywhere in a batch request."""
    for option in options(value):
        if isinstance(option, Table):
            found[option.name] = None
        elif isinstance(option, Obj) and depth < 5:
            if run.heap.shape(option).kind == "dict":
                for key in run.heap.keys(option):
                    inner = run.heap.load(option, key)
                    if str(key).lower() == "tablename":
                        found[inner] = None
                    _tables_in(run, inner, found, depth + 1)
            elif run.heap.shape(option).kind == "list":
                _tables_in(run, run.heap.everything(option), found, depth + 1)
        else:
            for item in getattr(option, "items", ()) if not isinstance(option, Handle) and depth < 5 else ():
                _tables_in(run, item, found, depth + 1)


def emit_batch(
    run: Interpreter, who: Identity, operation: str, names: tuple[Value, ...], pos: ir.Pos
) -> None:
    """A batch over tables; where a name isn't constant, the resource itself is said."""
    converted = [convert(run, name) for name in names]
    if converted and all(isinstance(one, out.Const) for one in converted):
        items = out.Struct(
            tuple((str(one.value), out.Struct(())) for one in converted if isinstance(one, out.Const))
        )
        run.emit(
            pos, "dynamodb", operation, out.Struct((("RequestItems", items),)), identity=who, via="table"
        )
        return
    arns = tuple(dict.fromkeys(_arn(one) for one in converted)) or ()
    run.emit(
        pos,
        "dynamodb",
        operation,
        identity=who,
        via="table",
        actions=(f"dynamodb:{operation}",),
        resources=arns,
    )


def _arn(name: out.Value) -> out.Value:
    prefix = ("arn:", out.Hole(kind="partition"), ":dynamodb:", out.Hole(kind="region"), ":",
              out.Hole(kind="account"), ":table/")  # fmt: skip
    match name:
        case out.Const(value=str(text)):
            return out.Text((*prefix, text))
        case out.Text(parts=parts):
            return out.Text((*prefix, *parts))
    return out.Text((*prefix, out.Hole(kind="unknown")))


def _transact(run: Interpreter, who: Identity, operation: str, given: list[Value], pos: ir.Pos) -> None:
    items: list[out.Value] = []
    for value in given:
        for option in options(value):
            if not isinstance(option, Obj) or run.heap.shape(option).kind != "dict":
                continue
            for key in run.heap.keys(option):
                small = str(key).lower().removeprefix("$")
                kind = _TRANSACTED.get(small if small.startswith("add") else f"add{small}")
                if kind is None:
                    continue
                found: dict[Value, None] = {}
                _tables_in(run, run.heap.load(option, key), found)
                for name in found:
                    body = out.Struct((("TableName", convert(run, name)),))
                    items.append(out.Struct(((kind[0], body),)))
    struct = out.Struct((("TransactItems", out.Items(tuple(items))),)) if items else out.Struct((), open=True)
    run.emit(pos, "dynamodb", operation, struct, identity=who, via="enhanced client")


# --- v1's mapper ---


def mapped_table(run: Interpreter, value: Value | None) -> Value:
    """The table that a mapped class, or an instance of one, belongs to."""
    found: list[Value] = []
    for option in options(value) if value is not None else ():
        cls = option if isinstance(option, ClassV) else None
        if isinstance(option, Box):
            found.append(mapped_table(run, option.value))
            continue
        if isinstance(option, Obj):
            shape = run.heap.shape(option)
            if shape.kind == "list":
                found.append(mapped_table(run, run.heap.everything(option)))
                continue
            cls = shape.cls
        name = run.find(cls, TABLE_NAME) if cls is not None else None
        if name is not None:
            found.append(name)
    return join_all(found) if found else Unknown("table")


def _override(run: Interpreter, value: Value | None) -> Value | None:
    """The table name override of a mapper's configuration; None when it has none."""
    found: list[Value] = []
    for option in options(value) if value is not None else ():
        path = requests.type_of(run, option) or ""
        if path.endswith(".TableNameOverride"):
            found.append(option)
        elif path.endswith("DynamoDBMapperConfig"):
            inner = requests.member(run, option, "tableNameOverride", "tableNameResolver")
            found.append(inner if inner is not None else BOTTOM)
    return join_all(found) if any(one is not BOTTOM for one in found) else None


def _named(run: Interpreter, mapped: Value, override: Value | None) -> Value:
    """A mapped class's table under the name that a configuration gives it."""
    if override is None:
        return mapped
    found: list[Value] = []
    for option in options(override):
        if not (requests.type_of(run, option) or "").endswith(".TableNameOverride"):
            found.append(mapped if option == NONE else Unknown("table"))
            continue
        name, prefix = requests.member(run, option, "tableName"), requests.member(run, option, "prefix")
        if name is not None:
            found.extend(mapped if one == NONE else one for one in options(name))
        else:
            found.append(concat_all([prefix, mapped]) if prefix is not None else Unknown("table"))
    return join_all(found)


def configuration(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Obj | None:
    """``TableNameOverride`` and the mapper's configuration; None for other classes and methods."""
    owner, found, last = path.partition("DynamoDBMapperConfig")
    if not found or not owner.startswith("com.amazonaws.") or last not in _CONFIGURATIONS:
        return None
    obj = requests.literal(run, f"{owner}DynamoDBMapperConfig{_CONFIGURATIONS[last][0]}", pos)
    label = _CONFIGURATIONS[last][1]
    for value in args.positional:
        kind = label or ("tableNameOverride" if "TableNameOverride" in (requests.type_of(run, value) or "")
                         else "saveBehavior")  # fmt: skip
        run.heap.store(obj, kind, value, certain=True)
    return obj


_CONFIGURATIONS = {
    "": ("", None), ".builder": ("", None),
    ".TableNameOverride": (".TableNameOverride", "tableName"),
    ".TableNameOverride.withTableNameReplacement": (".TableNameOverride", "tableName"),
    ".TableNameOverride.withTableNamePrefix": (".TableNameOverride", "prefix"),
}  # fmt: skip
"""What follows ``DynamoDBMapperConfig`` in a call to the type it makes, and what its argument is."""


def mapper(run: Interpreter, handle: Mapper, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of ``DynamoDBMapper`` or ``DynamoDBTableMapper``."""
    who = handle.identity
    if name == "newTableMapper":
        return Mapper(who, handle.configured, args.get(0) or Unknown("model"))
    if handle.model is not None and name in _OF_CLASSES:
        args = Args((handle.model, *args.positional))
    operations: tuple[str, ...] | None = _MAPPER.get(name)
    if name == "count":
        operations = ("Query",) if "Query" in (requests.type_of(run, args.get(1)) or "") else ("Scan",)
    if operations is None and name not in _TRANSACTIONS:
        return handle
    override = next((one for value in (*args.positional[1:], *handle.configured)
                     if (one := _override(run, value)) is not None), None)  # fmt: skip
    if operations is None:
        return _transacted(run, who, name, args.get(0), override, pos)
    told = mapped_table(run, args.get(0))
    if handle.model is not None and isinstance(told, Unknown):
        told = mapped_table(run, handle.model)
    mapped = _named(run, told, override)
    asked = _saving(run, handle, args) if name in _SAVES else dict.fromkeys(operations)
    for operation, optional in asked.items():
        if operation.startswith("Batch"):
            emit_batch(run, who, operation, (mapped,), pos)
        else:
            fields: list[tuple[str, out.Value]] = [("TableName", convert(run, mapped))]
            index = requests.member(run, args.get(1), "indexName")
            if index is not None and operation in ("Query", "Scan"):
                fields.append(("IndexName", convert(run, index)))
            struct = out.Struct(tuple(fields))
            run.emit(
                pos, "dynamodb", operation, struct, identity=who, via="DynamoDBMapper", optional=optional
            )
    return _instances(run, args.get(0))


def _transacted(
    run: Interpreter, who: Identity, name: str, request: Value | None, override: Value | None, pos: ir.Pos
) -> Value:
    """``transactionWrite(new TransactionWriteRequest().addPut(x))``; what isn't known may do anything."""
    operation, kinds = _TRANSACTIONS[name]
    items: list[out.Value] = []
    for option in [one for one in options(request or BOTTOM) if isinstance(one, Obj)]:
        for key in run.heap.keys(option):
            for given in options(run.heap.load(option, key)) if str(key) in kinds else ():
                about = given.items[0] if isinstance(given, Tup) and given.items else None
                table_name = convert(run, _named(run, mapped_table(run, about), override))
                members = out.Struct((("TableName", table_name),))
                items.append(out.Struct(((kinds[str(key)], members),)))
    told = out.Struct((("TransactItems", out.Items(tuple(items))),))
    structs = [told] if items else []
    if not items or any([not isinstance(option, Obj) for option in options(request or BOTTOM)]):
        structs.append(out.Struct((), open=True))
    for struct in structs:
        run.emit(pos, "dynamodb", operation, struct, identity=who, via="DynamoDBMapper")
    return Box(Unknown("item"))


def _saving(run: Interpreter, handle: Mapper, args: Args) -> dict[str, str | None]:
    """The operations of ``save``, with when they are asked for (None: always).

    Source: the API reference of ``DynamoDBMapperConfig.SaveBehavior``. ``UPDATE`` puts what is nothing but
    its keys: an update that only removes attributes makes no item.
    """
    given = {one for value in args.positional[1:] for one in _behaviours(run, value)}
    given = given or {one for value in handle.configured for one in _behaviours(run, value)} or {"UPDATE"}
    found: dict[str, str | None] = {}
    if not given <= _PUTTING:
        found["UpdateItem"] = None
    if given & _PUTTING or Known(True) in _said(run, args.get(0), GENERATED):
        # A key that the mapper makes up is new, and a new item is put.
        found["PutItem"] = None
    elif "UPDATE" in given:
        saved = _said(run, args.get(0), SAVED)
        if Known("keys") in saved:
            found["PutItem"] = None
        elif any([one != Known("more") for one in saved]):
            found["PutItem"] = _KEYS_ALONE
    if "PutItem" not in found and not given <= _BEHAVIOURS:
        found["PutItem"] = _CHOSEN
    return found


def _behaviours(run: Interpreter, value: Value) -> Iterator[str]:
    """The ``SaveBehavior`` in a configuration; where it is computed, how it is."""
    for option in options(value):
        if isinstance(option, Ext):
            _, kind, last = option.path.partition(".SaveBehavior.")
            if kind:
                yield last.partition(".")[0]
        elif isinstance(option, Obj):
            for key in run.heap.keys(option):
                yield from _behaviours(run, run.heap.load(option, key))


def _said(run: Interpreter, value: Value | None, name: str) -> list[Value | None]:
    """What the classes of what is saved say of themselves; None for one that says nothing or isn't known."""
    found: list[Value | None] = []
    for option in options(value or Unknown("item")):
        for one in options(option.value if isinstance(option, Box) else option):
            cls = run.heap.shape(one).cls if isinstance(one, Obj) else None
            found.append(run.find(cls, name) if cls is not None else None)
    return found


def _instances(run: Interpreter, value: Value | None) -> Value:
    found = [run.typed_instance(option) for option in (options(value) if value is not None else ())
             if isinstance(option, ClassV)]  # fmt: skip
    return Box(join_all(found)) if found else Unknown("item")
