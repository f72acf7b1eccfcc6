"""The table of condition operators: what each compares, and how a missing key counts.

One row per operator of the IAM reference; ``lint`` checks types with it, ``conditions`` evaluates
with it. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Family(StrEnum):
    """What kind of value an operator compares."""

    STRING = "string"
    NUMERIC = "numeric"
    DATE = "date"
    BOOL = "bool"
    BINARY = "binary"
    IP = "ip"
    ARN = "arn"
    NULL = "null"


class Quantifier(StrEnum):
    """How a key with several values is compared; ``ONE`` is the plain, single-valued form."""

    ONE = ""
    ANY = "ForAnyValue"
    ALL = "ForAllValues"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One operator; ``positive`` names its affirmative twin when it is a negated one."""

    name: str
    family: Family
    positive: str
    wildcards: bool = False

    @property
    def negated(self) -> bool:
        return self.positive != self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An operator as written in a policy, prefix and suffix taken apart."""

    operator: Operator
    quantifier: Quantifier = Quantifier.ONE
    if_exists: bool = False


def _rows() -> tuple[Operator, ...]:
    S, N, D, A = Family.STRING, Family.NUMERIC, Family.DATE, Family.ARN
    plain = [
        ("StringEquals", S), ("StringEqualsIgnoreCase", S), ("StringLike", S),
        ("NumericEquals", N), ("NumericLessThan", N), ("NumericLessThanEquals", N),
        ("NumericGreaterThan", N), ("NumericGreaterThanEquals", N),
        ("DateEquals", D), ("DateLessThan", D), ("DateLessThanEquals", D),
        ("DateGreaterThan", D), ("DateGreaterThanEquals", D),
        ("Bool", Family.BOOL), ("BinaryEquals", Family.BINARY), ("IpAddress", Family.IP),
        ("ArnEquals", A), ("ArnLike", A), ("Null", Family.NULL),
    ]  # fmt: skip
    negated = [
        ("StringNotEquals", S, "StringEquals"), ("StringNotEqualsIgnoreCase", S, "StringEqualsIgnoreCase"),
        ("StringNotLike", S, "StringLike"), ("NumericNotEquals", N, "NumericEquals"),
        ("DateNotEquals", D, "DateEquals"), ("NotIpAddress", Family.IP, "IpAddress"),
        ("ArnNotEquals", A, "ArnEquals"), ("ArnNotLike", A, "ArnLike"),
    ]  # fmt: skip
    rows = [(name, family, name) for name, family in plain] + negated
    return tuple(
        Operator(
            name=name, family=family, positive=positive, wildcards=positive == "StringLike" or family is A
        )
        for name, family, positive in rows
    )


OPERATORS: Final[Mapping[str, Operator]] = {row.name: row for row in _rows()}
_LOWER: Final[Mapping[str, Operator]] = {row.name.lower(): row for row in OPERATORS.values()}
_SUFFIX: Final = "ifexists"


def find(text: str) -> Use | None:
    """Take an operator apart, ignoring case as AWS's evaluation does; None when there is none such."""
    prefix, colon, rest = text.rpartition(":")
    quantifier = Quantifier.ONE
    if colon:
        matching = [q for q in Quantifier if q and q.lower() == prefix.lower()]
        if not matching:
            return None
        quantifier = matching[0]
    lower = rest.lower()
    if_exists = lower.endswith(_SUFFIX)
    operator = _LOWER.get(lower.removesuffix(_SUFFIX) if if_exists else lower)
    if operator is None or (operator.family is Family.NULL and (if_exists or colon)):
        return None
    return Use(operator=operator, quantifier=quantifier, if_exists=if_exists)


def spelled(use: Use) -> str:
    """The operator in AWS's own spelling."""
    prefix = f"{use.quantifier}:" if use.quantifier else ""
    return f"{prefix}{use.operator.name}{'IfExists' if use.if_exists else ''}"


def suggest(text: str) -> str | None:
    """The closest existing operator, prefix and suffix kept where they make sense."""
    use = find(text)
    if use is not None:
        return spelled(use)
    from difflib import get_close_matches

    prefix, colon, rest = text.rpartition(":")
    suffix = "IfExists" if rest.lower().endswith(_SUFFIX) else ""
    near = get_close_matches(rest.lower().removesuffix(_SUFFIX), list(_LOWER), n=1, cutoff=0.6)
    if not near:
        return None
    wanted = get_close_matches(prefix, [q.value for q in Quantifier if q], n=1, cutoff=0.4) if colon else []
    lead = f"{wanted[0]}:" if wanted else ""
    return f"{lead}{_LOWER[near[0]].name}{suffix}"
