"""Texts that are cut and joined are what they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policywright.knowledge import texts
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION
from policywright.knowledge.values import Const, Hole

PIECES = st.sampled_from(
    ("arn:", ":", ":kms:", ":key/", "eu-west-1", "/", "x", PARTITION, REGION, ACCOUNT, Hole(kind="unknown"))
)


@given(st.lists(PIECES, max_size=12), st.sampled_from((":", "/", ":key/")))
def test_joining_is_the_inverse_of_cutting(pieces: list[str | Hole], separator: str) -> None:
    """Of the beginning of an ARN nothing is made up, either."""
    joined = texts.join(pieces)
    plain = () if joined == Const("") else (str(joined.value),) if isinstance(joined, Const) else joined.parts
    assert texts.rejoin(texts.split(plain, separator), separator) == plain
