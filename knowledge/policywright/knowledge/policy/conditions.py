"""Does a condition hold for a request's context: every operator, set quantifier and missing key.

``operators`` says what an operator is, this module what it does. A context maps lower-case keys to
tuples of values. Source for missing keys and sets:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from policywright.knowledge.policy import operators, patterns, variables
from policywright.knowledge.policy.operators import Family, Quantifier, Use
from policywright.knowledge.policy.statements import Condition
from policywright.knowledge.records import dataclass

Values: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The request's condition keys; ``with_variables`` is off for policies of the 2008 version."""

    keys: Mapping[str, Values]
    with_variables: bool = True

    def get(self, key: str) -> Values:
        return self.keys.get(key.lower(), ())

    def lookup(self, variable: variables.Variable) -> str | None:
        """A variable's text; a key with several values has none."""
        values = self.get(variable.key)
        return values[0] if len(values) == 1 else variable.default if not values else None

    def pattern(self, text: str) -> patterns.Tokens | None:
        """``text`` as a pattern with its variables filled in; None when one has no value."""
        if not self.with_variables:
            return patterns.tokens(text, False)
        return patterns.filled(patterns.tokens(text), self.lookup)

    def literal(self, text: str) -> str | None:
        """``text`` with its variables filled in, wildcards being plain characters."""
        if not self.with_variables or "${" not in text:
            return text
        out = []
        for part in variables.parts(text):
            if isinstance(part, variables.Variable):
                value = self.lookup(part)
                if value is None:
                    return None
                out.append(value)
            else:
                out.append(part.character if isinstance(part, variables.Escape) else part)
        return "".join(out)


def holds(condition: Condition, context: Context) -> bool:
    """The values are alternatives; a negated operator holds when none of them matches."""
    operator, key, wanted = condition
    use = operators.find(operator)
    if use is None:
        return False
    found = context.get(key)
    if use.operator.family is Family.NULL:
        return any((text.lower() == "true") == (not found) for text in wanted)
    if not found:
        return _absent(use)
    if not _resolvable(use, wanted, context):
        return False
    hits = [_hit(use, value, wanted, context) != use.operator.negated for value in found]
    if use.quantifier is Quantifier.ONE:
        # Without a quantifier one value decides; should there be several, a negated operator needs all.
        return all(hits) if use.operator.negated else any(hits)
    return any(hits) if use.quantifier is Quantifier.ANY else all(hits)


def _absent(use: Use) -> bool:
    if use.if_exists or use.quantifier is Quantifier.ALL:
        return True
    return use.operator.negated and use.quantifier is Quantifier.ONE


def _resolvable(use: Use, wanted: Values, context: Context) -> bool:
    """A variable without value makes a negated comparison fail too: nothing is known to differ."""
    if use.operator.family not in (Family.STRING, Family.ARN) or not use.operator.negated:
        return True
    return all(context.literal(text) is not None for text in wanted)


def _hit(use: Use, value: str, wanted: Values, context: Context) -> bool:
    test = _TESTS[use.operator.positive]
    return any(test(value, text, context) for text in wanted)


Test: TypeAlias = Callable[[str, str, Context], bool]


def _string_equals(value: str, wanted: str, context: Context) -> bool:
    return value == context.literal(wanted)


def _string_equals_ignoring_case(value: str, wanted: str, context: Context) -> bool:
    text = context.literal(wanted)
    return text is not None and value.lower() == text.lower()


def _string_like(value: str, wanted: str, context: Context) -> bool:
    pattern = context.pattern(wanted)
    return pattern is not None and patterns.absorbs(pattern, tuple(value))


def _arn_like(value: str, wanted: str, context: Context) -> bool:
    """Each of the six parts on its own; ``ArnEquals`` takes wildcards too."""
    pattern = context.pattern(wanted)
    if pattern is None or not value.startswith("arn:"):
        return False
    parts, texts = _segments(pattern), value.split(":", 5)
    return len(parts) == len(texts) and all(
        patterns.absorbs(part, tuple(text)) for part, text in zip(parts, texts, strict=True)
    )


def _segments(pattern: patterns.Tokens) -> list[patterns.Tokens]:
    out: list[list[patterns.Token]] = [[]]
    for token in pattern:
        if token == ":" and len(out) < 6:
            out.append([])
        else:
            out[-1].append(token)
    return [tuple(part) for part in out]


def _bool(value: str, wanted: str, context: Context) -> bool:
    return value.lower() == wanted.lower() and wanted.lower() in ("true", "false")


def _binary(value: str, wanted: str, context: Context) -> bool:
    try:
        return base64.b64decode(value, validate=True) == base64.b64decode(wanted, validate=True)
    except (binascii.Error, ValueError):
        return False


def _address(value: str, wanted: str, context: Context) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


def moment(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or of the seconds themselves."""
    if text.isascii() and text.isdigit() and len(text) != 4:
        return float(text)
    match = _ISO.match(text)
    if match is not None:  # a year or a month alone begins at its first day
        text += "-01-01" if match.group(1) is None else "-01" if match.group(2) is None else ""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _comparing(read: Callable[[str], float | Decimal | None], compare: Callable[[int], bool]) -> Test:
    def test(value: str, wanted: str, context: Context) -> bool:
        left, right = read(value), read(wanted)
        if left is None or right is None:
            return False
        return compare((left > right) - (left < right))

    return test


_ORDERS: Final[Mapping[str, Callable[[int], bool]]] = {
    "Equals": lambda sign: sign == 0,
    "LessThan": lambda sign: sign < 0,
    "LessThanEquals": lambda sign: sign <= 0,
    "GreaterThan": lambda sign: sign > 0,
    "GreaterThanEquals": lambda sign: sign >= 0,
}

_TESTS: Final[Mapping[str, Test]] = {
    "StringEquals": _string_equals,
    "StringEqualsIgnoreCase": _string_equals_ignoring_case,
    "StringLike": _string_like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": _bool,
    "BinaryEquals": _binary,
    "IpAddress": _address,
    **{f"Numeric{name}": _comparing(_number, compare) for name, compare in _ORDERS.items()},
    **{f"Date{name}": _comparing(moment, compare) for name, compare in _ORDERS.items()},
}
