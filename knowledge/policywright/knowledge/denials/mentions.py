"""Words of refusal that a page only mentions: in a heading, a list, a sentence in which nothing happens.

*Logs requests and AccessDenied failures*, *### `AccessDenied` on `sts:AssumeRole`*: nobody was refused
there. Asked of what is read from words alone (``evidence``, ``plain``, ``weighing``); what was printed, and
what somebody tells of, is none of it. Whoever was refused can still say so: the reader shows what it would
mean.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.codes import DENIED_CODE
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.nearby import Surroundings, line_around

_CAME = re.compile(
    r"\b(?:gets?|got|getting|receiv(?:e|es|ed|ing)|sees?|saw|seeing|fail(?:s|ed|ing)?|hit(?:s|ting)?"
    r"|logs? (?:says?|said)"
    r"|crash(?:es|ed|ing)?|die[sd]?|abort(?:s|ed)?|threw|thrown|throw(?:s|ing)?|produc(?:es|ed|ing)"
    r"|report(?:s|ed|ing)?"
    r"|complain(?:s|ed|ing)?|keeps?|encounter(?:s|ed|ing)?|fac(?:es|ed|ing)|result(?:s|ed|ing)?|due"
    r"|because|lead(?:s|ing)?"
    r"|g(?:ive[sn]?|ave|iving)|sa(?:y|ys|id)|show(?:s|ed)|was|were|ends?|comes?|den(?:y|ies)"
    r"|denied by|blocks?"
    r"|unable|can(?:not|['\u2019]?t)|could|lacks?|missing|do(?:es)?(?:n['\u2019]?t| not)|I|my|we|our"
    r"|us|me)\b",
    re.IGNORECASE,
)
"""Beside a refusal in its sentence: that it came, or that somebody speaks for themselves."""
_BEFORE = 120
_BEHIND = 60
_LACKS = re.compile(
    r"\b(?:is|are|gets?)\s(?:\w+\s)?(?:denied|refused|rejected)\s(?:when|while|on|to|for)\b|"
    r"\b(?:is|are)(?:n['\u2019]?t| not)\b|\bha(?:s|ve) no\b|\bnot (?:allowed|permitted|authori[sz]ed"
    r"|granted)\b",
    re.IGNORECASE,
)
"""What whoever says it in a sentence has met; in a list it is what should hold."""
_SOMEBODY = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur|can(?:not|['\u2019]t))\b")
"""The same in a sentence beside it."""
_HEADING = re.compile(r"[ \t>\u2502]*(?:#{1,6}[ \t]|={2,6}[ \t]|\|)")
"""How a line begins that is a heading or the row of a table."""
_ROW = re.compile(r"[ \t>\u2502]*\|[^|\n]*\|")
_ITEM = re.compile(r"[ \t>\u2502]*(?:[-*+\u2022]|\d{1,2}[.)])[ \t]")
_PRINTED = re.compile(
    r"(?:\A|[\"':>\])}=|\u2502]|\b(?i:errors?|exception|fatal|caused by)|\bapi error)[\s\"'`(\[{<]{0,4}\Z"
)
"""In front of what is printed: nothing, a sign, or what an error is called by."""
_WITH_ACTION = re.compile(
    rf"{DENIED_CODE}[\"'`)]{{0,2}}(?:\s|,\s?|:\s?|\s?\()[\"'`]{{0,2}}[a-z][a-z0-9-]{{1,40}}:[A-Z][A-Za-z]{{2,80}}\b"
)
"""A code right in front of an action, as a log or whoever copies one puts it."""
_LED = re.compile(
    r"(?:\A[\s>*+\u2022-]*|(?:->|=>|[\u2192:|])\s+(?:[A-Z]\w*\s+)?|(?:[\u2013\u2014-]|\d)\s+)[\"'`]?\Z"
)
"""In front of such a code: nothing, a sign, a number, or a service behind one."""
_MESSAGE = re.compile(r"[\"=]|[\"'`]?(?::\s|\s?\((?:Service|[A-Z]\w+(?:::\w+)+)|\s*You are\b|null\b|</)")
"""Behind a code that has a message."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = 3
"""So many words in front of a refusal are a sentence that it stands in."""
_BESIDE = 320
_WORDS = range(2, 8)
"""The strengths of what is read from words: under these are bare calls, above them messages."""


def is_mentioned(around: Surroundings, span: Span, finding: Finding) -> bool:
    """Whether a page mentions the refusal, and nobody says that it came."""
    if finding.strength not in _WORDS or finding.principal != NOBODY:
        return False
    text, speech, (start, end) = around.text, around.speech, span
    said, line = speech.at(start), line_around(text, (start, start))[0]
    printed = _MESSAGE.search(text, start, end + 12) is not None
    if said is None:
        cell = not speech.tells and _ROW.match(text, line) is not None
        return cell and not printed
    if said.says == "tells":
        return False
    heading, item = _is_part(text, line, _HEADING), _is_part(text, line, _ITEM)
    near = max(said.span[0], start - _BEFORE), min(said.span[1], end + _BEHIND)
    if _CAME.search(text, *near) is not None or (
        not (heading or item) and _LACKS.search(text, *near) is not None
    ):
        return False
    begin = max(0, said.span[0] - _BESIDE)
    beside = [*speech.between(begin, said.span[1] + _BESIDE)]
    if any(one.says != "instructs" and _SOMEBODY.search(text, *one.span) for one in beside):
        return False
    if heading and not speech.tells:
        return True
    instructs = speech.of_page or any(one.says == "instructs" for one in beside)
    before = text[max(line, said.span[0]) : start]
    if not instructs and _LED.search(before) and _WITH_ACTION.match(text, start):
        return False
    if printed or _PRINTED.search(before) is not None:
        return False
    return (item and not speech.tells) or len(_WORD.findall(before)) >= _SENTENCE


def _is_part(text: str, line: int, sign: re.Pattern[str]) -> bool:
    """Whether a line is set apart so from others; a sign in front of all of them is how they were pasted."""
    match = sign.match(text, line)
    if match is None:
        return False
    others = [other for other in text.split("\n") if other.strip()]
    return "##" in match[0] or not all(map(sign.match, others))
