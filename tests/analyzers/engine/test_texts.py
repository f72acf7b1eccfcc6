"""Concatenation of very many alternatives: a pattern that each of them fits, and that names no scheme in part."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.engine.values import Known, Union, Value, concat, join_all, options, text_parts
from policywright.knowledge import texts
from policywright.knowledge.values import Hole, Text

WORDS = st.text(alphabet="ab:/-", max_size=6)
ARN = "arn:aws:iam::111111111111:role/"


def told(words: list[str]) -> Value:
    return join_all([Known(word) for word in words])


def glob(value: Value) -> str:
    return "".join(part if isinstance(part, str) else "*" for part in text_parts(value))


@given(st.lists(WORDS, min_size=1, max_size=40), st.lists(WORDS, min_size=1, max_size=40))
def test_each_concatenation_fits(left: list[str], right: list[str]) -> None:
    patterns = [glob(one) for one in options(concat(told(left), told(right)))]
    for one in left:
        for other in right:
            assert any(fnmatchcase(one + other, pattern) for pattern in patterns)


def test_what_all_share_is_kept() -> None:
    roles = told([f"{ARN}team-{number:02}-reader" for number in range(30)])
    assert [glob(one) for one in options(concat(Known("x/"), roles))] == [f"x/{ARN}team-*-reader"]


@pytest.mark.parametrize("scheme", ["arn:aws:s3:::b", "https://host/b"])
def test_names_that_begin_like_a_scheme(scheme: str) -> None:
    """Of ``app-1`` and ``arn:...`` not ``a*`` is meant, which would be a name."""
    found = concat(told([scheme, *(f"{scheme[:2]}b{number}" for number in range(30))]), Known("-x"))
    assert not isinstance(found, Union)
    assert glob(found) == "*-x"


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (("arn:aws:sns:", Hole(kind="unknown"), ":topic"), "arn:aws:sns:*:*:topic"),
        (("arn:aws:sns:", Hole(kind="unknown")), "arn:aws:sns:*:*:*"),
        (("arn:aws", Hole(kind="unknown"), ":role/x"), "*"),
        (("arn:aws:sns:", Hole(kind="env", name="TOPIC")), "arn:aws:sns:*"),
        (("arn:aws:s3:::", Hole(kind="unknown")), "arn:aws:s3:::*"),
    ],
)
def test_an_arn_has_six_fields(pieces: tuple[str | Hole, ...], whole: str) -> None:
    assert texts.glob(texts.parts(Text(pieces))) == whole
