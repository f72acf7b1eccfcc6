"""Messages that a page shows as examples: documentation, runbooks, guides, lists of known errors.

Such a page says in its own words that it explains (*example error*, *Symptoms*, *Cause*, *Solution*), and its
messages name nobody, or somebody in one of the accounts that are kept for examples. Each alone is what people
write who ask for help, too; together they are a page. What counts as what is the rule of the tests' README;
the signs are `examples.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.events import RECORD
from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.normalise import BORDER

_AROUND = 1_500
_ENOUGH = 2
"""How many different signs make a page: one alone may be a question.

AWS names somebody in every sentence: one that names neither who nor on what was written by a person, and is
shown if a solution follows. People mask who was denied, too: such a message wants one sign more.
"""
_ACCOUNTS = re.compile(
    r"(?<!\d)(?:123456789012|1234567890|123456789|012345678901|987654321098|123123123123|111122223333"
    r"|444455556666|777788889999|(\d)\1\1(\d)\2\2(\d)\3\3(\d)\4\4|(\d)\5{11})(?!\d)"
)
"""AWS's own example accounts, and those that people type for one."""
_UNNAMED = re.compile(
    r"[\"'`]?(?:(?:[Tt]he |IAM )?(?:[Uu]ser|[Rr]ole|[Ii]dentity|[Ee]ntity):? )?"
    r"(?:(?:arn:(?:aws:(?:iam|sts)::)?)?(?:\.{2,}|\u2026) ?|\* |user arn |<[^>\n]{1,40}> )?"
    r"(?:is |are )?[Nn]ot authorized"
)
_SENTENCE = re.compile(r"(?<![Yy]ou are not )authori[sz]ed\s+to\s+perform")
"""AWS's sentence names who was denied, be it masked; whoever writes a guide does not."""
_HEADING = r"^[^\w\n\"'`{\[]{0,16}(?:[\d.]{1,6}[ \t]{1,4})?(?:\*\*)?(?:[Tt]he )?"
"""Numbers, stars and pictures that a heading begins with."""


_CELL = r"(?:^|\|)[ \t*]*(?:[A-Za-z]{1,12} ){0,2}"


def _heading(words: str, *, said: bool = True) -> str:
    """Such words at the head of a line, of a table's column or (``said``) in front of a colon."""
    words = words.replace(" ", "[ _]")
    line = rf"{_HEADING}(?:{words})\b[^\n]{{0,50}}$|{_CELL}(?:{words})[ \t*]*(?=\|[^\n]*\n[ \t]*\|?[ \t]*:?-)"
    row = rf"^\|[ \t*]*(?:{words})[ \t*]*\|(?=[^|\n]{{12}})"
    return rf"{line}|{row}|{_HEADING}(?:{words})(?:\*\*)?[:\uff1a]" if said else line


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("examples.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["sign"])


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    """The rows of ``examples.toml``."""
    return tuple(map(_compiled, _rows()))


@cache
def _of_kind(kind: str) -> frozenset[re.Pattern[str]]:
    """Those whose row says so."""
    return frozenset(_compiled(row) for row in _rows() if row.get(kind))


def _compiled(row: dict[str, Any]) -> re.Pattern[str]:
    pattern = _heading(row["heading"], said=row.get("said", True)) if "heading" in row else row["pattern"]
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


_NAMES = re.compile(
    r"\b(?i:mateojackson|marymajor|jane ?doe|john ?doe|alice|bob)\b"
    r"|(?<![A-Z])[A-Z0-9]{0,20}EXAMPLE[0-9a-z]*\b"
    r"|\bExample[A-Z]\w+|\b[Mm]y-?(?:bucket|role|table|user|queue|instance-profile)\b",
)
"""Whom and what AWS's own pages are about."""
_ELIDED = re.compile(r"(?:arn:aws[\w-]*:[\w:*/.-]{0,80}?|/)\.\.\.(?!\w)|resource:? ?[\"'`]\.\.\.[\"'`]")
"""A message that was cut down to what matters."""
_QUOTED = re.compile(r"[\"`]\*{0,2}[ \t]*(?:[,|;.(\u2014-]|on\b|means\b|is\b|[a-z])")
"""A sentence that goes on behind what it quotes."""
_FRAGMENT = re.compile(r"[\"'`/](?:is )?not authorized to perform")
"""Part of the sentence, quoted: what a program or a page says of such messages."""
_MEANS = re.compile(r"[\"'`*]{0,3}\s(?:means|indicates)\s")
_FENCE = re.compile(r"(?:\A|\s)(?:`{3}[\w ]*)?[\s>]*\Z")


def is_example(around: Surroundings, start: int, end: int, finding: Finding) -> bool:
    """Whether the message at ``start``..``end``, read as ``finding``, is shown by a page that explains it."""
    text = around.text
    unnamed = _UNNAMED.match(text, start) is not None
    shown, masked = _named(text, start, end, finding, unnamed=unnamed)
    if not shown and not masked:
        return False
    abridged = finding.principal == NOBODY and unnamed and finding.resource in (None, "*")
    told = _TOLD_OF if _happened(around, start, end) else 0
    if unnamed and _FRAGMENT.match(text, start - 1):
        return True
    said = abridged and finding.denial == "unknown" and not told
    if said and (_answered(around, end) or _MEANS.match(text, end)):
        return True
    if any(around.first(sign, line_around(text, (start, start))[0], start) for sign in _of_kind("sure")):
        return True
    if _expected(around, start):
        return True
    count = _quoted(text, start, end) + _counted(around, start, end) + _made_up(around, start, end, finding)
    return count + _answers_a_label(around, start, end) - told >= _ENOUGH + masked


_PLACEHOLDER = re.compile(
    r"[<{\[](?:your|my|user|role|account)[-_ ]?(?:name|user|role|id|account)?[>}\]]", re.IGNORECASE
)
"""A form's own words for what one has to fill in."""


def _made_up(around: Surroundings, start: int, end: int, finding: Finding) -> int:
    """Whether a message that names somebody was made or cut down by whoever wrote the page."""
    arn = finding.principal.arn
    if arn is None:
        return 0
    if arn.count("<") + arn.count("{") > 1 and len(set(_PLACEHOLDER.findall(arn))) > 1:
        return 1
    example = _ACCOUNTS.search(arn) is not None
    bare = finding.denial == "unknown" and finding.resource is None
    return int(example and (bare or around.first(_ELIDED, start, end) is not None))


_LABEL = re.compile(
    r"^[^\w\n\"'`{\[]{0,16}(?:problem|symptoms?|issue|error(?: messages?)?)(?: \d+)?"
    r"\*{0,2}[:\uff1a]\*{0,2}[ \t]*(?:[`\"']|$)",
    re.IGNORECASE | re.MULTILINE,
)
_SOON = 500


def _answers_a_label(around: Surroundings, start: int, end: int) -> bool:
    """Whether the message is what a label announces (*Problem:*) and the answer to it follows soon."""
    lead = _lead(around.text, start)
    if around.first(_LABEL, lead, start) is None:
        return False
    return any(around.first(sign, end, end + _SOON) for sign in _of_kind("answers"))


def _counted(around: Surroundings, start: int, end: int) -> int:
    """How many signs stand around a message."""
    begin, stop = max(0, start - _AROUND), end + _AROUND
    near, weak, lead = _of_kind("near"), _of_kind("weak"), _lead(around.text, start)
    signs = {
        sign
        for sign in around.occurring(_signs())
        if sign not in _of_kind("sure")
        and (
            around.first(sign, lead, start)
            if sign in near
            else around.first(sign, begin, start) or around.first(sign, end, stop)
        )
    }
    invented = around.first(_NAMES, begin, stop) is not None
    return len(signs - weak) + bool(signs & weak) + invented


_TOLD_OF = 2
"""How many signs it outweighs that a page tells of one event."""
_EVENT = re.compile(
    r"\b(?:I|[Ww]e)\s(?:got|hit|ran|tried|encountered|saw|received|faced|had)\b|\bwas (?:\w+ly )?run\b"
    r"|\b(?:was|were|been) encountered\b|\bresulting in\b|\bthe request was (?:rejected|denied)\b"
)
_NARRATED = 400


def _happened(around: Surroundings, start: int, end: int) -> bool:
    """Whether what stands around tells that it happened, once, to somebody."""
    return around.first(_EVENT, max(0, start - _NARRATED), end + _NARRATED) is not None


def _answered(around: Surroundings, end: int) -> bool:
    """Whether a solution follows."""
    return any(around.first(sign, end, end + _AROUND) for sign in _of_kind("answers"))


def _named(text: str, start: int, end: int, finding: Finding, *, unnamed: bool) -> tuple[bool, bool]:
    """Whether a message names nobody who could be real, and whether it hides who it was."""
    principal = finding.principal
    if principal == NOBODY:
        shown = _SENTENCE.search(text, start, end) is None or unnamed
    elif principal.arn is None:
        # A record: names without an account are made up, where the names are those that one makes up.
        shown = principal.name is not None and _NAMES.fullmatch(principal.name) is not None
    else:
        shown = _ACCOUNTS.search(principal.arn) is not None
    if finding.strength >= RECORD and not shown:
        shown = _ACCOUNTS.search(text, start, end) is not None
    hidden = principal.arn is not None and not principal.arn.split(":", 5)[4].isdigit()
    return shown, not shown and (principal.name is None or hidden)


def _lead(text: str, start: int) -> int:
    """Where the paragraph begins that leads to a message, be the message in a block of its own."""
    line = line_around(text, (start, start))[0]
    begin = max(0, line - _LEAD)
    before = text[begin:line]
    fence = _FENCE.search(before) if _FRAME.match(text[line:start]) else None
    told = before[: fence.start()] if fence else before
    return begin + max(told.rfind("\n\n"), told.rfind(BORDER)) + 1


_LEAD = 320
_FRAME = re.compile(r"[\W\d]*(?:(?:An )?[\w.]*(?i:error|exception)\b.*)?\Z")
"""What stands in front of a message that is a block of its own."""
_SECTION = re.compile(r"^(?:#{1,6}[ \t]|\*\*)[^\n]{2,80}$", re.MULTILINE)
_EXPECTED = re.compile(
    r"(?<!un)\bexpect(?:ed|ations?)\b|\b(?:should|must) (?:be )?(?:blocked|denied|refused|rejected|fail)\b",
    re.IGNORECASE,
)


def _expected(around: Surroundings, start: int) -> bool:
    """Whether it stands in the section of a report that says what should have come."""
    section = around.last(_SECTION, max(0, start - _AROUND), start)
    return section is not None and _EXPECTED.search(section[0]) is not None


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether a message is quoted in a sentence; it may be the message of a frame that is quoted with it."""
    behind = _QUOTED.match(text, end)
    if behind is None or text[start - 1 : start] == text[end]:
        return behind is not None
    before = text.count(text[end], line_around(text, (start, start))[0], start)
    return before % 2 == 1 and not behind[0].endswith(".")
