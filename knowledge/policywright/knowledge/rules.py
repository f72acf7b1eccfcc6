"""The predicates of ``when`` rows, evaluated on abstract requests in three-valued logic.

Format of a row: ``overlay/README.md``. ``holds`` gives YES, MAYBE or NO; ``authorization`` turns them
into certainties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import partial
from itertools import repeat

from policywright.knowledge.catalog import wildcard
from policywright.knowledge.partiql import verb_of
from policywright.knowledge.paths import Found, select
from policywright.knowledge.store import Document
from policywright.knowledge.texts import Parts, glob, overlap, parts, split
from policywright.knowledge.values import Const, Hole, Struct, Text, Value, alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_PLACES = ("partition", "region", "account")
_ARN_FIELDS = 6


class Tri(IntEnum):
    """Ordered: ``min`` is and, ``max`` is or."""

    NO = 0
    MAYBE = 1
    YES = 2

    def inverse(self) -> Tri:
        return Tri(2 - self)


def holds(row: Document, parameters: Struct) -> Tri:
    """Whether all predicates of a row hold; ``optional`` and ``never`` are not predicates of a request."""
    verdict = Tri.YES
    for key, evaluate in _PREDICATES.items():
        if key in row:
            verdict = min(verdict, evaluate(row, parameters))
    return verdict


def is_unconditional(row: Document) -> bool:
    """Whether the row says nothing about the request."""
    return not any(key in row for key in _PREDICATES)


def passed(paths: Iterable[str], parameters: Struct) -> Tri:
    """Whether any of the members is passed."""
    found = [item for path in paths for item in select(parameters, path)]
    return _any(Tri.YES if item.certain else Tri.MAYBE for item in found)


def named(paths: Iterable[str], parameters: Struct) -> bool:
    """Whether the request names any of the members, and not only may hold them for what is known of it."""
    return any(not item.guessed for path in paths for item in select(parameters, path))


def absent(paths: Iterable[str], parameters: Struct) -> Tri:
    """Whether none of the members is passed; through a list: whether some element lacks it."""
    return min((_absent(path, parameters) for path in paths), default=Tri.YES)


def _absent(path: str, parameters: Struct) -> Tri:
    head, separator, tail = path.rpartition("[].")
    if not separator:
        return passed([path], parameters).inverse()
    elements = select(parameters, f"{head}[]")
    if not elements:
        return Tri.YES
    return _any(_lacks(element, tail) for element in elements)


def _lacks(element: Found, tail: str) -> Tri:
    verdicts = [
        passed([tail], option).inverse() if isinstance(option, Struct) else Tri.MAYBE
        for option in alternatives(element.value)
    ]
    if verdicts.count(verdicts[0]) != len(verdicts):
        return Tri.MAYBE
    return verdicts[0] if element.certain else min(verdicts[0], Tri.MAYBE)


def _equals(row: Document, parameters: Struct) -> Tri:
    return min(_has_value(path, wanted, parameters) for path, wanted in row["equals"].items())


def _not_equals(row: Document, parameters: Struct) -> Tri:
    return min(_has_value(path, wanted, parameters).inverse() for path, wanted in row["not_equals"].items())


def _has_value(path: str, wanted: list[Any], parameters: Struct) -> Tri:
    return _any(_each(item, lambda value: _is_one_of(value, wanted)) for item in select(parameters, path))


def _is_one_of(value: Value, wanted: list[Any]) -> Tri:
    spelt = {_spell(item) for item in wanted}
    if isinstance(value, Const):
        return Tri.YES if _spell(value.value) in spelt else Tri.NO
    if isinstance(value, Text):
        return _any(Tri.MAYBE for item in spelt if overlap(glob(value.parts), item))
    return Tri.MAYBE


def _spell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _arn(row: Document, parameters: Struct) -> Tri:
    return _matches(row["arn"], parameters, assume_not=bool(row.get("assume_not")))


def _arn_not(row: Document, parameters: Struct) -> Tri:
    return _matches(row["arn_not"], parameters, assume_not=bool(row.get("assume_not"))).inverse()


def _matches(table: Document, parameters: Struct, *, assume_not: bool) -> Tri:
    def like(value: Value) -> Tri:
        return is_like(value, table, assume_not=assume_not)

    return _any(_each(item, like) for item in select(parameters, table["member"]))


def is_like(value: Value, table: Document, *, assume_not: bool) -> Tri:
    """Whether a value matches one of the patterns of ``arn``."""
    return _any(_is_like(value, pattern, assume_not=assume_not) for pattern in table["pattern"])


def _is_like(value: Value, pattern: str, *, assume_not: bool) -> Tri:
    pieces = parts(value)
    if all(isinstance(piece, Hole) for piece in pieces):
        return Tri.NO if assume_not else Tri.MAYBE
    if isinstance(value, Const):
        return Tri.YES if wildcard(pattern).fullmatch(glob(pieces)) else Tri.NO
    if wildcard(pattern).fullmatch("".join(piece if isinstance(piece, str) else "\0" for piece in pieces)):
        return Tri.YES
    return Tri.MAYBE if not assume_not and _may_be_like(pieces, pattern) else Tri.NO


def _may_be_like(pieces: Parts, pattern: str) -> bool:
    """Whether some text is both; what is not known of an ARN's partition, region or account has no colon."""
    if not overlap(glob(pieces), pattern):
        return False
    fields, wanted = split(pieces, ":"), pattern.split(":")
    if fields[0] != ("arn",) or len(fields) < _ARN_FIELDS:
        return True
    for field, one in zip(fields[1 : _ARN_FIELDS - 1], wanted[1:-1], strict=False):
        if any(isinstance(piece, Hole) and piece.kind not in _PLACES for piece in field):
            return True
        if not overlap(glob(field), one):
            return False
    return True


def _partiql(row: Document, parameters: Struct) -> Tri:
    verb = row["partiql"]["verb"]

    def has_verb(value: Value) -> Tri:
        found = verb_of(value)
        return Tri.MAYBE if found is None else Tri.YES if found == verb else Tri.NO

    return _any(_each(item, has_verb) for item in select(parameters, row["partiql"]["member"]))


def said(row: Document, parameters: Struct) -> bool:
    """Whether the request is surely such a one on some path: a value that is known says so, beside others."""
    tests: list[tuple[str, Callable[[Value], bool]]] = []
    if "partiql" in row:
        verb = row["partiql"]["verb"]
        tests.append((row["partiql"]["member"], lambda value: verb_of(value) == verb))
    if "arn" in row:
        tests.append(
            (row["arn"]["member"], lambda value: is_like(value, row["arn"], assume_not=True) is Tri.YES)
        )
    for path, wanted in row.get("equals", {}).items():
        tests.append((path, partial(_is_surely, wanted)))
    if "passed" in row and not any(map(_is_told, row["passed"], repeat(parameters))):
        return False
    return ("passed" in row or bool(tests)) and all(
        any(
            test(one)
            for item in select(parameters, path)
            if not item.guessed
            for one in alternatives(item.value)
        )
        for path, test in tests
    )


def _is_told(path: str, parameters: Struct) -> bool:
    """Some value that is passed there is known."""
    return any(
        not item.guessed and any(isinstance(one, Const | Text) for one in alternatives(item.value))
        for item in select(parameters, path)
    )


def _is_surely(wanted: list[Any], value: Value) -> bool:
    return _is_one_of(value, wanted) is Tri.YES


def _each(item: Found, test: Any) -> Tri:
    """The test over all alternatives of a value: certain only when they agree and it surely is passed."""
    verdicts = [test(option) for option in alternatives(item.value)]
    verdict: Tri = verdicts[0] if verdicts.count(verdicts[0]) == len(verdicts) else Tri.MAYBE
    return verdict if item.certain else min(verdict, Tri.MAYBE)


def _any(verdicts: Iterable[Tri]) -> Tri:
    return max(verdicts, default=Tri.NO)


_PREDICATES = {
    "passed": lambda row, parameters: passed(row["passed"], parameters),
    "absent": lambda row, parameters: absent(row["absent"], parameters),
    "equals": _equals,
    "not_equals": _not_equals,
    "arn": _arn,
    "arn_not": _arn_not,
    "partiql": _partiql,
}
