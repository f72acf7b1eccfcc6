"""Wildcards: matching, covering and meeting agree with each other and with AWS's rules."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge.policy.strategies import ACTION_PATTERNS, RESOURCE_PATTERNS

from policywright.knowledge.policy import patterns

SHORT = ["".join(letters) for size in range(4) for letters in itertools.product("ab", repeat=size)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("s3:Get*", "s3:getobject", True),
        ("S3:GetObject", "s3:GetObject", True),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:Get", "s3:GetObject", False),
        ("*", "anything:AtAll", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k/l:m", True),
        ("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", False),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b/k", True),
        ("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu-west-1:1:q", True),
        ("arn:aws:sqs:eu-*-1:1:q", "arn:aws:sqs:eu-west-1:1:q", True),
        ("arn:aws:sqs:e*1:1:q", "arn:aws:sqs:eu:1:1:q", False),
        ("arn:aws:sqs:*", "arn:aws:sqs:eu-west-1:1:q", True),
        ("arn:aws:sqs:?:1:q", "arn:aws:sqs:::1:q", False),
        ("arn:aws:s3:::${*}", "arn:aws:s3:::*", True),
        ("arn:aws:s3:::${*}", "arn:aws:s3:::b", False),
        ("a*a*a*a*a*a*a*a*b", "a" * 60, False),
    ],
)
def test_matches(pattern: str, text: str, expected: bool) -> None:
    assert patterns.matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("s3:*", "s3:Get*", True),
        ("s3:Get*", "s3:*", False),
        ("s3:*Object", "s3:Get*Object", True),
        ("s3:?*", "s3:*", False),
        ("s3:*?", "s3:?*", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k?", True),
        ("arn:aws:s3:::*", "arn:aws:s3:::${aws:username}", True),
        ("arn:aws:s3:::${aws:username}*", "arn:aws:s3:::${aws:username}/x", True),
        ("arn:aws:s3:::?", "arn:aws:s3:::${aws:username}", False),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::ann", False),
        ("arn:aws:sqs:*:*:q", "arn:aws:sqs:eu-west-1:*:q", True),
        ("arn:aws:sqs:*:1:q", "arn:aws:sqs:*:*:q", False),
        ("*", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::b", "*", False),
    ],
)
def test_covers(wide: str, narrow: str, expected: bool) -> None:
    assert patterns.covers(wide, narrow) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("s3:Get*", "s3:*Object", True),
        ("s3:Get*", "s3:Put*", False),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::*/k", True),
        ("arn:aws:s3:::b", "arn:aws:s3:::b/*", False),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::b", True),
        ("arn:aws:sqs:a*:1:q", "arn:aws:sqs:*b:1:q", True),
        ("arn:aws:sqs:a?:1:q", "arn:aws:sqs:a::1:q", False),
    ],
)
def test_intersects(left: str, right: str, expected: bool) -> None:
    assert patterns.intersects(left, right) is expected
    assert patterns.intersects(right, left) is expected


globs = st.text(alphabet="ab*?", max_size=5)


@given(globs, globs)
@settings(max_examples=300, deadline=None)
def test_covers_and_intersects_agree_with_matches(wide: str, narrow: str) -> None:
    matched = [text for text in SHORT if patterns.matches(narrow, text)]
    if patterns.covers(wide, narrow):
        assert all(patterns.matches(wide, text) for text in matched)
    elif "?" not in wide and "*" not in narrow.replace("?", ""):
        assert not all(patterns.matches(wide, text) for text in matched) or not matched
    if any(patterns.matches(wide, text) for text in matched):
        assert patterns.intersects(wide, narrow)


@pytest.mark.parametrize("values", [ACTION_PATTERNS, RESOURCE_PATTERNS])
def test_covering_is_an_order(values: tuple[str, ...]) -> None:
    for one in values:
        assert patterns.covers(one, one)
        for two in values:
            for three in values:
                if patterns.covers(one, two) and patterns.covers(two, three):
                    assert patterns.covers(one, three), (one, two, three)


SOME_ARNS = st.lists(st.sampled_from(RESOURCE_PATTERNS) | st.lists(
    st.sampled_from(["arn:aws:s3:::", "a", "b/", "*", "?", "${aws:username}", "${*}", ":"]), min_size=1, max_size=5
).map("".join), max_size=8, unique=True)  # fmt: skip


def _wider(wide: str, narrow: str, some: list[str]) -> bool:
    if wide == narrow or not patterns.covers(wide, narrow):
        return False
    return not patterns.covers(narrow, wide) or some.index(wide) < some.index(narrow)


@given(SOME_ARNS)
@settings(max_examples=400)
def test_widest_are_those_that_no_other_one_covers(some: list[str]) -> None:
    left = [one for one in some if not any(_wider(other, one, some) for other in some)]
    assert patterns.widest(some) == left


@given(
    SOME_ARNS | st.lists(st.sampled_from([*ACTION_PATTERNS, "${*}", "s3:\u0130*", "s3:\u03a3", "s3:\u03a3?"]))
)
@settings(max_examples=400)
def test_the_index_misses_nothing(some: list[str]) -> None:
    index = patterns.Index(enumerate(some))
    for narrow in some:
        covering = {number for number, wide in enumerate(some) if patterns.covers(wide, narrow)}
        assert covering <= index.may_cover(narrow)


SPARSE = st.lists(st.sampled_from(["a", "b", ":", "*", "?", "${aws:username}"]), max_size=6).map("".join)


@given(SPARSE, SPARSE)
@settings(max_examples=300, deadline=None)
def test_patterns_intersect_when_a_text_matches_both(left: str, right: str) -> None:
    """Of actions and of the parts of ARNs, by all short texts; a variable may be any text."""
    texts = ["".join(letters) for size in range(5) for letters in itertools.product("ab:", repeat=size)]
    for begin in ("", "arn:aws:s3:"):
        plain = [(begin + one).replace("${aws:username}", "*") for one in (left, right)]
        both = any(all(patterns.matches(one, begin + text) for one in plain) for text in texts)
        if both and "$" not in left + right:
            assert patterns.intersects(begin + left, begin + right)
        elif both and not begin:
            assert patterns.intersects(left, right)
        apart = len(left) + len(right) <= 5 and "$" not in left + right
        if apart and not both:
            assert not patterns.intersects(begin + left, begin + right)
