"""Who speaks around a message: a page that instructs its reader, or somebody who tells what happened.

A text is cut into what its writer said: sentences, headings, list items, cells, comments between the lines
of a program. Outputs and programs are left out: they say nothing of why they are shown. Every one of these
either instructs (*you*, an imperative, what holds in general, *Solution:*), or tells (*I*, a question, the
past, a date, a field of a bug report), or is neutral; the rows of ``voices.toml`` say by which words.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from policywright.knowledge.denials.literals import Scan
from policywright.knowledge.denials.model import Span
from policywright.knowledge.records import dataclass

Says: TypeAlias = Literal["instructs", "tells", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One row of ``voices.toml``."""

    says: Says
    about: str
    pattern: Scan
    sure: bool = False
    answers: bool = False
    sentence: bool = False
    over: bool = False
    page: bool = False
    report: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence, a heading, an item: where it stands, what it says, and by which rows."""

    span: Span
    says: Says
    rows: tuple[Voice, ...]

    @property
    def sure(self) -> bool:
        return self.says == "instructs" and any(row.sure for row in self.rows)

    @property
    def over(self) -> bool:
        return any(row.over for row in self.rows if row.says == "instructs")

    @property
    def answers(self) -> bool:
        return self.says == "instructs" and any(row.answers for row in self.rows)


@cache
def voices() -> tuple[Voice, ...]:
    """The rows of ``voices.toml``."""
    text = files(__package__).joinpath("voices.toml").read_text(encoding="utf-8")
    return tuple(
        Voice(
            says=row["says"],
            about=row["about"],
            pattern=_compiled(row),
            sure=row.get("sure", False),
            answers=row.get("answers", False),
            sentence=row.get("sentence", False),
            over=row.get("over", False),
            page=row.get("page", False),
            report=row.get("report", 0),
        )
        for row in tomllib.loads(text)["voice"]
    )


_MARKS = r"^[^\w\"'`{\[<]{0,16}(?:[\d.]{1,6}[\s)]{1,4})?"
"""Numbers, stars and pictures that a heading begins with."""
_BEHIND = (
    r"(?:\*{1,2}|_{1,2})?\s{0,4}(?:[:\uff1a].{0,200}|\(.{0,60}\)|[-\u2014\u2013].{0,80})?(?:\*\*|__)?\s{0,4}$"
)
"""What stands behind the words of a heading or a label."""


def _compiled(row: dict[str, str]) -> Scan:
    if "heading" in row:
        words = row["heading"].replace(" ", "[ _-]")
        form = rf"{_MARKS}(?:\*\*|__)?(?:the )?(?:{words})(?:\s\d{{1,2}})?{_BEHIND}"
    elif "opens" in row:
        form = rf"(?:{_MARKS}|(?<=[.!?;])\s{{1,4}}(?:\*\*)?)(?:{row['opens']})"
    else:
        form = row["pattern"]
    return Scan(form, 0 if row.get("case") else re.IGNORECASE)


_FENCE = re.compile(
    r"^[ \t>*+-]{0,12}(?:\d+\. )?(?:`{3,}|~{3,})[ \t]{0,4}(?P<info>[\w.+-]{0,20})[^\n`]*$", re.MULTILINE
)
_COMMENT = re.compile(r"[ \t]*(?:#+|//+|--|;+)[ \t]+(?=\S)")
_OWN = re.compile(
    r"[ \t>]*(?:[-*+\u2022]|\d{1,2}[.)]|[a-z]\))[ \t]|[ \t>]*#{1,6}[ \t]|[ \t>]*\*\*|[ \t>]*\|"
    r"|[ \t]*[^\w\s\"'`<>{}()\[\]$/\\.-]|[ \t]*<(?:p|li|h[1-6]|t[dhr]|div|[uo]l|pre)\b"
)
"""How a line begins that is no other line's rest: an item, a heading, a label, a row, a picture."""
_WORD = re.compile(
    r"(?<![\w/@=\\-])(?<!\w[.:])[A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2019]{1,20}(?![\w/@=\\-]|[.:]\w)"
    r"|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
_TOKEN = re.compile(r"[^\s|*_#>]*\w[^\s|*_#>]*")
_ENOUGH = 0.5
_DATA = re.compile(r"[ \t]*[\[{<\"]")
"""How a line begins that is data."""
_SENTENCE_WORDS = 6
"""A line of words that is longer is a sentence, be it in a block of output."""
_FIELDS = 2
"""One heading may be of anything: two of those that a report asks for make one."""
_SHORT = 40
"""A line that is shorter and does not go on in small letters stands for itself: a heading without a mark."""


class Speech:
    """What the writer of a text said, in order; cut and told once."""

    def __init__(self, text: str) -> None:
        self._blocks = _blocks(text)
        self._said = tuple(_said(text, self._blocks))
        self._starts = [said.span[0] for said in self._said]
        self.of_page = any(row.page for said in self._said for row in said.rows)
        self.tells = any(said.says == "tells" for said in self._said)
        """Somebody says what happened to them."""
        self.of_report = sum(row.report for said in self._said for row in said.rows) >= _FIELDS

    def between(self, begin: int, end: int) -> Iterator[Said]:
        """What was said between two places."""
        for index in range(bisect_left(self._starts, begin), bisect_left(self._starts, end)):
            yield self._said[index]

    def outside(self, place: int) -> int:
        """The place, or where the block between fences begins that it is in."""
        return next((begin for begin, end in self._blocks if begin <= place < end), place)

    def behind(self, place: int) -> int:
        """The place, or where the block between fences ends that it is in."""
        return next((end for begin, end in self._blocks if begin <= place < end), place)

    def at(self, place: int) -> Said | None:
        """What was said at a place."""
        index = bisect_left(self._starts, place + 1) - 1
        return self._said[index] if index >= 0 and place < self._said[index].span[1] else None

    def before(self, place: int, reach: int) -> Said | None:
        """The last that was said in front of a place, no further away than ``reach``."""
        index = bisect_left(self._starts, place) - 1
        while index > 0 and not self._said[index].rows and self._is_tail(index):
            index -= 1
        said = self._said[index] if index >= 0 else None
        return said if said is not None and said.span[1] >= place - reach else None

    def _is_tail(self, index: int) -> bool:
        """Whether something goes on the sentence before: *like this:*."""
        begin, end = self._said[index].span
        return end - begin < _SHORT and self._said[index - 1].span[1] == begin


_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\d\.)[\"'`)*]{0,3}\s+(?=[\"'`(*]{0,3}[^\sa-z])|(?<=[\u3002\uff01\uff1f])"
)
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]|[ \t>]*\||[^\w\n]*\*\*[^*\n]{1,80}\*\*[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"</?(?:h[1-6]|p|li|ul|ol|td|th|tr|br|div|span|strong|em|b|i|a|code|pre)\b[^<>\n]{0,200}>")
"""What pages are marked up with: no words of their writer."""
_HEADED = re.compile(r"[ \t>*/]*<h[1-6]\b")
_AWS_ADVISES = (
    r"[Pp]lease (?:add required tag permissions|check (?:the function.s KMS key settings|the role provided"
    r"|S3 ?bucket permission|LogDestination permission|the Resource Access Policy"
    r"|your (?:target and role configuration|KMS key settings))"
    r"|ensure (?:that )?the role (?:exists|can perform|specified|\")"
    r"|review your IAM policies to ensure|consult the permissions associated|refer to Automation Service"
    r"|make sure your (?:request credentials|function)|verify (?:the )?role.s TrustPolicy"
    r"|grant trust permission|verify the role and externalId)[^.\n]*"
    r"|Retrying request without including tags"
    r"|Ensure that the (?:trust policy for the|access policy allows|provided IAM role)[^.\n]*"
    r"|Check (?:object key, region|the (?:trust relationships?|permissions) for your role"
    r"|the specified function ARN|if the given \w+ stream)[^.\n]*"
    r"|Make sure (?:you have given CloudWatch Logs|that you have (?:read|write) permission)[^.\n]*"
    r"|Verify the IAM role permissions are correct|Update the IAM role and try again"
    r"|Ensure bucket access role has[^.\n]*|Also ensure that the role has[^.\n]*"
    r"|[Ss]ee https://repost\.aws/\S+ for how to resolve"
    r"|Refer to the Amazon Bedrock documentation[^.\n]*|If you recently fixed this issue, try again[^.\n]*"
    r"|Instead, your Terraform state file has been partially updated"
    r"|Please address the error\s+above and apply again"
    r"|For more information, see [^.\n]{0,80}(?:Guide|documentation)[^.\n]*"
)
"""What AWS's own messages, and Terraform behind them, tell their reader to do: no page instructs with it."""
_PRINTED = re.compile(
    rf"{_AWS_ADVISES}|"
    r"`[^`\n]{1,600}`|\"[^\"\n]{30,600}\"|\u201c[^\u201d\n]{30,600}\u201d"
    r"|\b(?:An error occurred \(|User: |You (?:(?:are|do) not|don.t) (?:authorized|have)|api error "
    r"|[Aa]ccess ?[Dd]enied\b(?! [a-z])).*"
)
"""What a sentence quotes is not what its writer says."""


def _said(text: str, blocks: list[Span]) -> Iterator[Said]:
    for start, end in _units(text, blocks):
        begin = start
        breaks = [match.end() for match in _SENTENCE.finditer(text, start, end)]
        for stop in (*breaks, end):
            if not text[begin:stop].strip() or _BETWEEN.fullmatch(text, begin, stop):
                continue
            words = " ".join(unprinted(_TAG.sub(" ", text[begin:stop])).split())
            words = _NAMED.sub(r"\1-\2", words)
            printed = _is_printed(text, begin)
            heading = (_HEADING.match(text, begin) or _HEADED.match(text, begin)) is not None
            rows = tuple(
                row
                for row in voices()
                if not (heading and row.sentence)
                and not (printed and row.says == "instructs")
                and row.pattern.search(words)
            )
            yield Said(span=(begin, stop), says=_says(rows), rows=rows)
            begin = stop


_NAMED = re.compile(r"\b([a-z][a-z0-9-]{1,40}):([A-Z]\w{2,80})")
"""An action: no colon of a sentence is in it."""
_BETWEEN = re.compile(r"\W{0,12}(?:or|and)\W{0,12}", re.IGNORECASE)
"""What stands between two messages of a list: nobody says anything with it."""
_HEAD = re.compile(
    r"\bAn error occurred \(\w|(?<![\w/])[A-Z]\w+(?:Exception|Fault): |\bapi error \w+: |\bError: [a-z]+ing "
)
_APART = re.compile(r"[|\u2014\u2192]|\*\*| - |\n(?![ \t]{0,8}[a-z])")


def _is_printed(text: str, begin: int) -> bool:
    """Whether a sentence goes on the message that its line begins: a service tells there what to do.

    The line may be wrapped: what goes on in small letters is the same one.
    """
    line = max(text.rfind("\n\n", 0, begin) + 1, begin - _LINE, 0)
    head = _HEAD.search(text, line, begin)
    if head is None or _APART.search(text, head.end(), begin) is not None:
        return False
    opened = text[max(line, head.start() - 1) : head.start()]
    return opened not in ("`", '"', "'") or opened not in text[head.end() : begin]


_LINE = 1_200


def unprinted(words: str) -> str:
    """Words without what they quote, and what AWS says among them."""
    return _PRINTED.sub("\u2026", words)


def _says(rows: tuple[Voice, ...]) -> Says:
    if not rows:
        return "nothing"
    tells = any(row.says == "tells" for row in rows)
    return "tells" if tells and not any(row.over for row in rows if row.says == "instructs") else "instructs"


_STATEMENT = re.compile(
    r"[ \t>]*(?:copy\s+\S+\s+(?:\([^)]*\)\s*)?from|unload\s*\(|select\s.{1,200}\sfrom\s|insert\s+into"
    r"|create\s+(?:external\s+)?(?:table|schema|stage)|alter\s+table|copy\s+into)\s"
    r"|[ \t>?\u2713-\u2718]*(?:enter|choose|select|type|specify|provide)\s(?:[\w-]+\s){0,4}?[\w-]+"
    r"(?:\s\([^)\n]*\))?:[ \t]*\S*[ \t]*$",
    re.IGNORECASE,
)
"""What is typed for a database, and what a program asks for: neither instructs a reader."""


_PROMPT = re.compile(
    r"[ \t>]{0,8}(?:[\u279c\u276f\u03bb\u00bb]\s|\$\s+\S"
    r"|(?:[\w.@:~\[\]-]*[/~@:][\w.@:~/\[\]-]*\s?)[$#%]\s+[a-z./])"
)
"""What a shell prints in front of what is typed: an arrow, a dollar, a path or a host with a sign."""


def _units(text: str, blocks: list[Span]) -> Iterator[Span]:
    """The passages that somebody wrote as words, each with its place."""
    offset, open_from = 0, -1
    end = 0
    for line in text.split("\n"):
        inside = any(begin <= offset < stop for begin, stop in blocks)
        typed = _STATEMENT.match(line) or _PROMPT.match(line)
        wordy = _is_sentence(line) if inside else is_wordy(line) and not typed
        alone = len(line.strip()) < _SHORT or line.rstrip().endswith((":", "\uff1a"))
        if open_from >= 0 and (not wordy or _OWN.match(line) or len(line.strip()) < _SHORT):
            joined = wordy and not _OWN.match(line) and line[:1].islower()
            if not joined:
                yield open_from, end
                open_from = -1
        if wordy:
            open_from = offset if open_from < 0 else open_from
            end = offset + len(line)
            if alone:
                yield open_from, end
                open_from = -1
        offset += len(line) + 1
    if open_from >= 0:
        yield open_from, end


def _is_sentence(line: str) -> bool:
    """Whether a line among those of a program or an output was written by somebody: a comment, a sentence."""
    head = _COMMENT.match(line)
    rest = unprinted(line[head.end() :] if head is not None else line)
    return (
        not _DATA.match(rest)
        and is_wordy(rest)
        and (head is not None or len(rest.split()) >= _SENTENCE_WORDS)
    )


def is_wordy(line: str) -> bool:
    """Whether a line is of words, not of names, numbers and marks."""
    tokens = len(_TOKEN.findall(line))
    words = len(_WORD.findall(line))
    return words > _ENOUGH * tokens


def is_open_at_end(text: str) -> bool:
    """Whether a text ends in a block that a fence began, in words that no sign ends."""
    fences = sum(1 for _ in _FENCE.finditer(text))
    return fences % 2 == 1 and text.rstrip()[-1:].isalnum()


def _blocks(text: str) -> list[Span]:
    """Where programs and outputs stand between fences; a text may begin or end within one."""
    fences = list(_FENCE.finditer(text))
    outside = text[: fences[0].start()] + text[fences[-1].end() :] if fences else text
    if len(fences) > 1 and not outside.strip():
        fences = fences[1:-1]  # what a carrier put around all that there is
    opens = next((index for index, fence in enumerate(fences) if fence["info"]), 0)
    result: list[Span] = []
    if opens % 2:
        result.append((0, fences[0].start()))
        fences = fences[1:]
    for index in range(0, len(fences), 2):
        stop = fences[index + 1].end() if index + 1 < len(fences) else len(text)
        result.append((fences[index].start(), stop))
    return result
