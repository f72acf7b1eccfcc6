"""Condition operators: every one of them, with missing, single and several values."""

from __future__ import annotations

import pytest

from policywright.knowledge.policy import operators
from policywright.knowledge.policy.conditions import Context, holds

TOPIC = "arn:aws:sns:eu-west-1:1:topic"
ROWS: list[tuple[str, str | list[str], str | list[str] | None, bool]] = [
    # operator, policy value(s), request value(s), holds
    ("StringEquals", "a", "a", True),
    ("StringEquals", ["b", "a"], "a", True),
    ("StringEquals", "a*", "ab", False),
    ("StringEquals", "a${*}", "a*", True),
    ("StringEquals", "A", "a", False),
    ("StringEquals", "a", None, False),
    ("StringEquals", "${aws:username}", "ann", True),
    ("StringEquals", "${aws:missing}", "ann", False),
    ("StringEquals", "${aws:missing, 'ann'}", "ann", True),
    ("StringNotEquals", ["a", "b"], "c", True),
    ("StringNotEquals", ["a", "b"], "b", False),
    ("StringNotEquals", "a", None, True),
    ("StringNotEquals", "${aws:missing}", "a", False),
    ("StringEqualsIgnoreCase", "A", "a", True),
    ("StringNotEqualsIgnoreCase", "A", "a", False),
    ("StringLike", "a*c?", "abbcd", True),
    ("StringLike", "${aws:username}/*", "ann/x", True),
    ("StringLike", "A*", "ab", False),
    ("StringNotLike", "a*", "ab", False),
    ("StringNotLike", "a*", "b", True),
    ("NumericEquals", "5", "5.0", True),
    ("NumericEquals", "5", "five", False),
    ("NumericNotEquals", "5", "6", True),
    ("NumericLessThan", "5", "5", False),
    ("NumericLessThanEquals", "5", "5", True),
    ("NumericGreaterThan", "1e3", "1001", True),
    ("NumericGreaterThanEquals", "5", "4", False),
    ("NumericLessThan", "nan", "1", False),
    ("DateEquals", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
    ("DateEquals", "2024-01-01T00:00:00Z", "1704067200", True),
    ("DateNotEquals", "2024-01-01", "2024-01-02", True),
    ("DateLessThan", "2024", "2023-12-31T23:59:59.5Z", True),
    ("DateLessThanEquals", "2024-01", "2024-01-01", True),
    ("DateGreaterThan", "2024-01-01", "soon", False),
    ("DateGreaterThanEquals", "2024-01-01", "2024-01-01", True),
    ("Bool", "true", "True", True),
    ("Bool", "false", "true", False),
    ("Bool", "false", None, False),
    ("BoolIfExists", "false", None, True),
    ("BinaryEquals", "aGk=", "aGk=", True),
    ("BinaryEquals", "aGk=", "hi", False),
    ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
    ("IpAddress", "2001:db8::/32", "2001:0db8::1", True),
    ("IpAddress", "10.0.0.0/8", "2001:db8::1", False),
    ("IpAddress", "10.0.0.1", "10.0.0.1", True),
    ("NotIpAddress", "10.0.0.0/8", "11.0.0.1", True),
    ("NotIpAddress", "10.0.0.0/8", "2001:db8::1", True),
    ("ArnEquals", "arn:aws:sns:*:1:t*", TOPIC, True),
    ("ArnLike", "arn:aws:sns:eu-west-1:1:topic", TOPIC, True),
    ("ArnLike", "arn:aws:sns:*:topic", TOPIC, False),
    ("ArnLike", "*", TOPIC, False),
    ("ArnNotEquals", "arn:aws:sns:*:2:*", TOPIC, True),
    ("ArnNotLike", "arn:aws:sns:*:1:*", TOPIC, False),
    ("Null", "true", None, True),
    ("Null", "true", "a", False),
    ("Null", "false", "a", True),
    ("StringEqualsIfExists", "a", None, True),
    ("StringEqualsIfExists", "a", "b", False),
    ("ForAnyValue:StringEquals", ["a", "b"], ["x", "b"], True),
    ("ForAnyValue:StringEquals", ["a", "b"], ["x", "y"], False),
    ("ForAnyValue:StringEquals", "a", None, False),
    ("ForAnyValue:StringNotEquals", "a", ["a", "b"], True),
    ("ForAnyValue:StringNotEquals", "a", None, False),
    ("ForAnyValue:StringEqualsIfExists", "a", None, True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
    ("ForAllValues:StringEquals", "a", None, True),
    ("ForAllValues:StringNotLike", "a*", ["b", "c"], True),
    ("ForAllValues:ArnLike", "arn:aws:sns:*:1:*", [TOPIC], True),
    ("stringequals", "a", "a", True),
    ("NoSuchOperator", "a", "a", False),
]


def listed(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize(("operator", "wanted", "found", "expected"), ROWS)
def test_operator(
    operator: str, wanted: str | list[str], found: str | list[str] | None, expected: bool
) -> None:
    keys = {"aws:username": ("ann",), "aws:thekey": listed(found)}
    assert holds((operator, "aws:TheKey", listed(wanted)), Context(keys=keys)) is expected


def test_every_operator_has_rows() -> None:
    used = {use.operator.name for operator, *_ in ROWS if (use := operators.find(operator))}
    assert used == set(operators.OPERATORS)


def test_before_2012_variables_are_text() -> None:
    context = Context(keys={"aws:username": ("ann",), "a:b": ("${aws:username}",)}, with_variables=False)
    assert holds(("StringEquals", "a:b", ("${aws:username}",)), context)


@pytest.mark.parametrize(
    "text", ["NullIfExists", "ForAnyValue:Null", "ForSome:StringEquals", "", "IfExists", ":"]
)
def test_no_operator(text: str) -> None:
    assert operators.find(text) is None
