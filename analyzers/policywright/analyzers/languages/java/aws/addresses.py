"""Addresses in AWS that code gives to a library which makes its own clients: Spark's and Hadoop's paths,
Camel's endpoints.

Sources: Hadoop's documentation of ``hadoop-aws`` ("s3a://"), of EMR ("s3://", "s3n://"), of Camel's
components for AWS ("aws2-sqs://", "aws2-s3://").
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import Args, Known, Text, Value, options
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

SIGNS: tuple[bytes, ...] = (b'"s3a://', b'"s3n://', b'"s3://', b'"aws2-')
"""What is in a file that gives one."""
_ROOT = "org.apache."
_QUIET = (
    "org.apache.commons.", "org.apache.hc.", "org.apache.http.", "org.apache.log4j.", "org.apache.logging.",
)  # fmt: skip
_ADDRESS = regex(r"(s3)[an]?://|aws2?-([a-z0-9]+)[:-]")
_STORE = ("s3:DeleteObject", "s3:GetObject", "s3:ListObjectsV2", "s3:PutObject")


def given(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Says what a library is given an address of."""
    if not path.startswith(_ROOT) or path.startswith(_QUIET):
        return
    found = (
        _ADDRESS.match(text) for value in args.told() for option in options(value)
        if (text := _start(option)) is not None
    )  # fmt: skip
    for service in sorted({one[1] or one[2] for one in found if one is not None}):
        library = ".".join(path.split(".")[:3])
        detail = f"{library} is given an address of {service}: what it asks for there can't be told"
        could_be = _STORE if service == "s3" else ()
        run.unresolved(pos, UnresolvedCode.LIBRARY, detail, could_be, cause=library)


def _start(value: Value) -> str | None:
    match value:
        case Known(value=str(text)):
            return text
        case Text(parts=(str(text), *_)):
            return text
    return None
