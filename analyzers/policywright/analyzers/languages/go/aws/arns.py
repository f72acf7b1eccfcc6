"""The SDKs' ``aws/arn`` package: ARNs taken apart and put together."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Known,
    Obj,
    Tup,
    Unknown,
    Value,
    concat_all,
    constant,
    join_all,
    options,
)
from policywright.analyzers.languages.go.aws import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_FIELDS = ("Partition", "Service", "Region", "AccountID", "Resource")
_TYPE = "aws/arn.ARN"


def parse(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``arn.Parse(text)``: the parts of a constant, else parts that nothing is known of."""
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        text = constant(option) or ""
        parts = text.split(":", 5)
        known = parts[1:] if len(parts) == len(_FIELDS) + 1 else [None] * len(_FIELDS)
        given = tuple(
            (name, Known(part) if part is not None else Unknown("arn"))
            for name, part in zip(_FIELDS, known, strict=True)
        )
        found.append(requests.literal(run, f"github.com/aws/aws-sdk-go-v2/{_TYPE}", given, pos, text))
    return Tup((join_all(found), Unknown("error")))


def is_arn(run: Interpreter, value: Value) -> bool:
    """A value of the package's type."""
    return any(path.endswith(_TYPE) for path in requests.types_in(run, value))


def text(run: Interpreter, value: Obj) -> Value:
    """``arn.ARN{...}.String()``; a field that is not set is empty."""
    parts: list[Value] = [Known("arn")]
    for name in _FIELDS:
        field = run.heap.load(value, name)
        parts.extend((Known(":"), field if field is not BOTTOM else Known("")))
    return concat_all(parts)
