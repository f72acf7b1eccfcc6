"""The parts of a text around a refusal, in the order in which they may complete it.

Hardly anybody says all of it in one breath: the service stands in the next sentence, the bucket in the
command that was typed, what was being done in the sentence that leads to the message. A text is cut into
sentences (``voices``), commands and printed lines; a refusal is asked about first in its own part, then in
those that lead to it, then in those behind it. What a part says that *works* is of something else. ``saying``
reads what was called in these parts, ``placing`` on what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.voices import Said
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words around a refusal, and how they stand to it."""

    span: Span
    place: Literal["own", "before", "behind"]


_LEAD = 320
"""How far in front of a refusal the sentence may end that leads to it, or behind it the next one begin."""
_BACK = 3
"""*But I got this error:* tells nothing; the sentence before it may."""
_ON = 2
_SENTENCE = 600
"""A sentence that is longer is none."""
_TITLE = re.compile(r"\s*[^\n]{3,160}[^\s.:,;!?`]\n[ \t]*\n")
"""What a text is about leads to all that is in it."""
_CLAUSE = re.compile(
    r"[;,]\s+(?:but|yet|and|so|then|it|they|the|this|I|we)\b|\s(?:but|yet|although|though|however|whereas|while)\s"
    r"|(?<=\w)[.!?]\s+(?=[A-Z])|(?<=works),|(?<=worked),|(?<=fine),"
)
_WORKS = re.compile(
    r"(?<!not )(?<!n't )(?<!never )(?<!no longer )(?<!stopped )"
    r"\b(?:works?|worked|working|succe(?:ss|ed)\w*|fine|able to"
    r"|(?:I|we) can)\b(?!not|'t)"
    r"|\b(?:is|are|was|were|gets?|got)(?: being)? (?:invoked|triggered|started|called|scheduled)\b"
    r"|\b(?:role|polic(?:y|ies)|permissions?|group|statement)\b[^.;,]{0,40}?"
    r"\b(?:has|have|had|allows?|allowed|includes?|contains?|grants?|covers?|lists?)\b",
    re.IGNORECASE,
)
"""What is said of something else than what was refused: what works, what came before, what is allowed."""
_FAILS = re.compile(
    r"(?<!\w)(?:unable|can(?:not| not|['\u2019]?t)|could(?: not|n['\u2019]?t)"
    r"|(?:not|(?:is|are|was)n['\u2019]?t) (?:be )?(?:able|allowed|permitted|authorized)"
    r"|(?:not|(?:do|does|did)n['\u2019]?t) (?:seem|appear) to be (?:able|allowed|permitted|authorized)"
    r"|fail(?:s|ed|ing|ures?)?|den(?:y|ies|ied)|refus\w+|reject\w+|forbidden|errors?|40[13]|lack(?:s|ing)?|missing"
    r"|needs? (?:\w+ )?permissions?|ha(?:s|ve|d) no|no (?:\w+ )?(?:access|permissions?)"
    r"|do(?:es)?(?: not|n['\u2019]?t) (?:seem to )?have"
    r"|(?:will|do|does|did)(?: not|n['\u2019]?t) (?:\w+ ){0,2}(?:permission|let|allow))(?!\w)",
    re.IGNORECASE,
)


def parts_around(around: Surroundings, span: Span) -> Iterator[Part]:
    """The parts around a refusal, from the nearest on."""
    speech, text = around.speech, around.text
    inside = speech.before(span[0] + 1, _LEAD)
    begin = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _LEAD)
    stop = text.find("\n", span[1], span[1] + _LEAD)
    stop = stop if stop >= 0 else min(len(text), span[1] + _LEAD)
    place, end = speech.outside(span[0]), span[1]
    if inside is not None and inside.span[1] > span[0]:
        begin, stop = inside.span
        place, end = begin, stop
    yield Part(span=(max(begin, span[0] - _SENTENCE), span[0]), place="own")
    if stop > span[1]:
        yield Part(span=(span[1], min(stop, span[1] + _SENTENCE)), place="own")
    for _ in range(_BACK):
        lead = speech.before(place, _LEAD)
        if lead is None:
            break
        yield Part(span=_near(lead, lead.span[1]), place="before")
        place = lead.span[0]
    title = _TITLE.match(text)
    if title is not None and title.end() <= span[0]:
        yield Part(span=title.span(), place="before")
    for said in list(speech.between(end, speech.behind(end) + _LEAD))[:_ON]:
        begin, stop = _near(said, said.span[0])
        yield Part(span=(begin, _whole(text, stop)), place="behind")


def _whole(text: str, end: int) -> int:
    """Where a sentence ends that a line of names goes on: *it requires*, and below it what."""
    if text[end - 1 : end] in ".!?:" or not text.startswith("\n", end):
        return end
    stop = text.find("\n", end + 1, end + _LEAD)
    return stop if stop >= 0 else min(len(text), end + _LEAD)


def _near(said: Said, place: int) -> Span:
    """A sentence as far as it is near to a place."""
    return max(said.span[0], place - _SENTENCE), min(said.span[1], place + _SENTENCE)


def clauses(words: str) -> tuple[tuple[str, bool], ...]:
    """What a part says, clause by clause, without what works; and whether it says that something failed."""
    return _clauses(words) if len(words) <= _LONG else tuple(_cut(words))


_LONG = 2 * _SENTENCE
"""What is longer than what is said is not remembered."""


@lru_cache(maxsize=256)
def _clauses(words: str) -> tuple[tuple[str, bool], ...]:
    return tuple(_cut(words))


def _cut(words: str) -> Iterator[tuple[str, bool]]:
    places = (0, *(match.start() for match in _CLAUSE.finditer(words)), len(words))
    told = [words[begin:end] for begin, end in pairwise(places)]
    failed = [_FAILS.search(clause) is not None for clause in told]
    works = [
        not fails and _WORKS.search(clause) is not None for clause, fails in zip(told, failed, strict=True)
    ]
    for index, (clause, fails) in enumerate(zip(told, failed, strict=True)):
        led = not fails and _WHEN.match(clause) is not None and any(works[index + 1 : index + 2])
        if not works[index] and not led:
            yield clause, fails


_WHEN = re.compile(r"[\s,;]*(?:when(?:ever)?|once|after|as soon as|(?:each|every) time)\b", re.IGNORECASE)
"""What somebody did so that something else began, which went well so far."""
