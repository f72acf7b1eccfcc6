"""What the events that start a function say of what they come from, as the code's values have it.

The engine leaves the names of ``sdk.events`` in what a call passes; ``environment`` puts in what these are.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers.infrastructure.model import NOTHING
from policywright.analyzers.infrastructure.types import arn_value, parts_of, resource_type, text_of
from policywright.analyzers.sdk import events
from policywright.knowledge.values import Const, Struct, Text, Unknown, Value, alternatives, one_of

TOLD: bool = False
"""Whether any event is taken to say where it comes from.

It is not: who else calls a function (by a name put together, from a script, a sibling or a state machine in a
file), and whether its code writes into the event first, is not seen surely enough to narrow a grant by.
"""
_BUCKET = resource_type("AWS::S3::Bucket")


def told_by_events(
    *, buckets: Iterable[Value] = (), topics: Iterable[Value] = (), sources: Iterable[Value | None] = ()
) -> Struct:
    """What events say that come from these alone; nothing of a kind of which one can't be told."""
    if not TOLD:
        return NOTHING
    assert _BUCKET is not None
    named = [*buckets]
    told: dict[str, list[Value]] = {
        events.BUCKET: named,
        events.BUCKET_ARN: [arn_value(_BUCKET, one) for one in named if _is_told(one)],
        events.TOPIC_ARN: [*topics],
        events.SOURCE_ARN: [one or Unknown("source") for one in sources],
    }
    return Struct(
        tuple(
            (name, one_of(several))
            for name, several in told.items()
            if several and all(map(_is_told, several))
        )
    )


def bucket_of(arn: Value) -> Value:
    """The name of the bucket that an ARN is of."""
    pieces = [*parts_of(arn)]
    for number, piece in enumerate(pieces):
        if isinstance(piece, str) and ":::" in piece:
            return text_of([piece.partition(":::")[2], *pieces[number + 1 :]])
    return Unknown("source")


def _is_told(value: Value) -> bool:
    return all(isinstance(one, Const | Text) for one in alternatives(value))
