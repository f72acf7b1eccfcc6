"""What looks like a denial and is none: the table is ``negatives.toml``.

Its rows match what only the other system writes, so that a real denial beside one of them is still
found. ``reader`` lets them silence those bare framings that they overlap.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.literals import Scan
from policywright.knowledge.denials.locations import places
from policywright.knowledge.denials.model import NotDenialCode as Code
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.records import dataclass
from policywright.knowledge.stores_of_others import hosts, names


@dataclass(frozen=True, slots=True)
class NotPolicy:
    """A passage recognised as something else; ``sure`` where AWS itself says so, whatever the code was."""

    code: Code
    span: Span
    sure: bool = False


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("negatives.toml").read_text(encoding="utf-8"))


def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(_file()["negative"])


@cache
def other_systems() -> re.Pattern[str]:
    """The names of systems with permissions of their own."""
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(_file()['others'])})(?![\w/-])")


@cache
def table() -> tuple[tuple[Code, tuple[Scan, ...]], ...]:
    """The rows of ``negatives.toml``; every code but those that readers set themselves has one."""
    return tuple(
        (Code(row["code"]), tuple(map(_compiled, (*row.get("patterns", ()), *row.get("named", ())))))
        for row in _rows()
    )


@cache
def _named() -> tuple[Scan, ...]:
    return tuple(_compiled(pattern) for row in _rows() for pattern in row.get("named", ()))


def of_others(text: str, span: Span) -> bool:
    """Whether the line of a refusal names another system that it came from, whatever is told around it."""
    start, end = line_around(text, span)
    begin = max(0, start - _LINE)
    zone = text[begin : end + _DOCUMENT]
    return any(
        match.start() <= end - begin and match.end() > start - begin
        for scan in _named()
        for match in scan.finditer(zone)
    )


@dataclass(frozen=True, slots=True)
class Failure:
    """What a kind of failure is called by AWS, and by those who say it in words."""

    code: Code
    codes: re.Pattern[str]
    words: tuple[re.Pattern[str], ...]
    vague: bool


_NONE = r"(?!)"


@cache
def failures() -> tuple[Failure, ...]:
    """The kinds that a name or words tell, in the order in which they are asked."""
    told = [row for row in _rows() if "codes" in row or "words" in row]
    return tuple(
        Failure(
            Code(row["code"]),
            re.compile(row.get("codes", _NONE)),
            tuple(re.compile(words, re.IGNORECASE) for words in row.get("words", ())),
            row.get("vague", False),
        )
        for row in sorted(told, key=lambda row: bool(row.get("vague")))
    )


_LINE = 80
_DOCUMENT = 400
"""How much of what begins on a line may tell whose it is."""


@cache
def messages() -> tuple[tuple[Code, tuple[Scan, ...]], ...]:
    """What AWS says where no policy decided, by its code."""
    rows = ((Code(row["code"]), row["messages"]) for row in _rows() if "messages" in row)
    return tuple((code, tuple(_compiled(text, re.IGNORECASE) for text in texts)) for code, texts in rows)


@cache
def _any_message() -> re.Pattern[str]:
    patterns = (scan.pattern.pattern for _, scans in messages() for scan in scans)
    return re.compile("|".join(patterns), re.IGNORECASE)


_SHORT = re.compile(r"No access\b")
"""All of a message; elsewhere these are anybody's words."""


def is_not_policy(message: str) -> bool:
    """Whether a message under a code of refusal says that no policy decided."""
    return _any_message().search(message) is not None or _SHORT.match(message) is not None


_BLANK = re.compile(r"(?<=[\w:,.)]) (?=[\w(\\])")
"""One between words, which may have become a line break on the way."""


def _compiled(pattern: str, flags: int = 0) -> Scan:
    pattern = pattern.replace("{hosts}", hosts()).replace("{names}", names())
    # One by one: of an alternation the engine cannot tell how a match must begin.
    return Scan(_BLANK.sub(r"\\s+", pattern), re.MULTILINE | flags)


_PROFILE = re.compile(
    r"(?:--profile[= ]|AWS_PROFILE=|\bprofile:? )[\"'(]?([\w.@+-]{0,63}[\w@+-])(?=[\s\"'.,;)]|$)"
)
_NO_PROFILE = frozenset(
    {"is", "was", "has", "does", "could", "not", "to", "with", "and", "for", "in", "name", "the"}
)
_GRANT = re.compile(r"[Rr]equired ([A-Z][A-Za-z ]{2,30}?)(?: permission)? on ([\w-]+)(?:\.([\w-]+))?")


def advice_on(code: Code, text: str, span: Span, profile: str | None = None) -> str:
    """What to do about it, in one line, with the profile that is in use and what the text around it tells."""
    row = next(row for row in _rows() if row["code"] == code.value)
    around = text[max(0, span[0] - _AROUND) : span[1] + _AROUND]
    told = (match[1] for match in _PROFILE.finditer(around) if match[1].lower() not in _NO_PROFILE)
    named = profile or next(told, None)
    option = f" --profile {shlex.quote(named)}" if named else ""
    permission, table = "SELECT", {"DatabaseName": "DATABASE", "Name": "TABLE"}
    if (grant := _GRANT.search(around)) is not None:
        permission = "_".join(grant[1].upper().split())
        table = {"DatabaseName": grant[2] if grant[3] else "DATABASE", "Name": grant[3] or grant[2]}
    bucket, key = _place(text, span)
    return str(row["advice"]).format(
        profile=option,
        login=f"aws sso login{option}",
        grant=permission,
        table=json.dumps({"Table": table}),
        bucket=shlex.quote(bucket),
        key=shlex.quote(key),
    )


def _place(text: str, span: Span) -> tuple[str, str]:
    """The one bucket and the one key that the text names around a passage; words where it does not."""
    found = places(Surroundings(text), span[0] - _AROUND, span[1] + _AROUND)
    buckets = {place.bucket for place in found}
    keys = {place.key for place in found if place.key}
    bucket = buckets.pop() if len(buckets) == 1 else None
    return bucket or "BUCKET", keys.pop() if bucket and len(keys) == 1 else "KEY"


_AROUND = 2_000


def read_negatives(text: str) -> Iterator[NotPolicy]:
    """Everything in ``text`` that another system or another check has refused."""
    for rows, sure in ((table(), False), (messages(), True)):
        for code, patterns in rows:
            spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
            yield from (NotPolicy(code, span, sure) for span in spans)
