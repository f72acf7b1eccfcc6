"""The Kinesis Client Library: what its workers request, from the objects that configure them.

Sources: Kinesis Data Streams developer guide, "IAM permissions required for KCL consumer applications";
``software.amazon.kinesis.common.ConfigsBuilder`` and its predecessor ``KinesisClientLibConfiguration``.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import Args, Known, Text, Unknown, Value, options
from policywright.analyzers.languages.java.aws import credentials
from policywright.analyzers.model import AMBIENT
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_VERSION_1 = "com.amazonaws.services.kinesis.clientlibrary.lib.worker.KinesisClientLibConfiguration"
ROOT = "software.amazon.kinesis."
_VERSION_2 = f"{ROOT}common.ConfigsBuilder"
_STREAM = ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")
_FAN_OUT = ("RegisterStreamConsumer", "DescribeStreamConsumer", "SubscribeToShard")
_TABLE = (
    "CreateTable", "DescribeTable", "UpdateTable", "Scan", "Query", "GetItem", "PutItem", "UpdateItem",
    "DeleteItem",
)  # fmt: skip
"""Query is of the index that version 3 adds."""


def configured(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """``new ConfigsBuilder(stream, application, kinesis, dynamo, watch, ...)``: a worker is made of it."""
    if path == _VERSION_1:
        application, stream, providers = args.get(0), args.get(1), args.positional[2:5]
    elif path == _VERSION_2:
        application, stream, providers = args.get(1), args.get(0), args.positional[2:5]
    else:
        return
    # Version 1 has one provider of credentials for all, or three.
    signing = [credentials.identity(run, one) for one in providers]
    if path == _VERSION_1 and len(args.positional) < 6:
        signing = signing[:1]
    kinesis, dynamo, watch = [*signing, *signing[-1:] * 3, AMBIENT, AMBIENT, AMBIENT][:3]
    name = convert(run, _text(stream, "stream"))
    for operation in (*_STREAM, *(_FAN_OUT if path == _VERSION_2 else ())):
        fields = (("StreamName", name), ("StreamARN", name))
        run.emit(pos, "kinesis", operation, out.Struct(fields), identity=kinesis, via="KCL")
    table = convert(run, _text(application, "application"))
    # Version 3 has two more tables, called like the first.
    more = tuple(_longer(one) for one in out.alternatives(table))
    for operation in _TABLE:
        for one in (table, *(more if path == _VERSION_2 else ())):
            index = (("IndexName", out.Unknown("index")),) if operation == "Query" else ()
            struct = out.Struct((("TableName", one), *index))
            run.emit(pos, "dynamodb", operation, struct, identity=dynamo, via="KCL")
    run.emit(pos, "cloudwatch", "PutMetricData", out.Struct(()), identity=watch, via="KCL")


def _text(value: Value | None, label: str) -> Value:
    """A name; a tracker of several streams has them elsewhere."""
    named = value is not None and all(isinstance(option, Known | Text) for option in options(value))
    return value if value is not None and named else Unknown(label)


def _longer(name: out.Value) -> out.Value:
    """``orders-*`` for ``orders``."""
    hole = out.Hole(kind="unknown")
    match name:
        case out.Const(value=str(text)):
            return out.Text((f"{text}-", hole))
        case out.Text(parts=parts):
            return out.Text((*parts, "-", hole))
    return out.Text((hole,))
