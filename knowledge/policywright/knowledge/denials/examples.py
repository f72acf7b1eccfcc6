"""Messages that a page shows as examples: documentation, runbooks, guides, lists of known errors.

A message that names a whole principal in an account of somebody's is a denial wherever it stands. One that
names nobody, a made-up name, or a masked one is what the words around it say: a page that instructs its
reader shows it, somebody who tells what happened was denied (``voices``). Where the words do not decide, it
is a denial with a doubt. What counts as what is the rule of the tests' README.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from policywright.knowledge.denials.events import RECORD
from policywright.knowledge.denials.masks import EXAMPLE_ACCOUNTS
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.parts import (
    REDACTED,
    is_documented,
    is_explained,
    is_field_of_lesson,
    is_title,
    is_typed,
)
from policywright.knowledge.denials.voices import Said, Speech, is_wordy, unprinted

Standing: TypeAlias = Literal["told", "instructed", "abridged", "shown"]
"""How a message stands in its text. Two of them are doubts: a reader is instructed around it, or it is said
without the name that AWS gives in such a sentence."""

_AROUND = 1_500
"""How far around a message its writer's words are asked."""
_LEAD = 320
"""How far in front of a message the words may end that lead to it."""
_SOON = 500
"""How far behind it its solution may begin."""
_ENOUGH = 2
"""What instructs the reader must be said twice: one imperative is found in many a question, too."""
_TRACES = 2
"""What a request's own traces weigh: nobody makes up a request id."""
_UNNAMED = re.compile(
    r"[\"'`]?(?:(?:[Tt]he |IAM )?(?:[Uu]ser|[Rr]ole|[Ii]dentity|[Ee]ntity):? )?"
    r"(?:(?:arn:(?:aws:(?:iam|sts)::)?)?(?:\.{2,}|\u2026) ?|\* |user arn |X{2,} "
    r"|<[^>\n]{1,40}> |\$?\{[^}\n]{1,40}\} )?"
    r"(?:[Ii]s |are )?[Nn]ot authorized"
)
_UNNAMED_WITHIN = re.compile(rf"(?:(?<=[:.] )|(?<=[\"'`\n(>*])){_UNNAMED.pattern}")
"""The same behind the frame that the message came in."""
_SENTENCE = re.compile(r"(?<![Yy]ou are not )authori[sz]ed\s+to\s+perform")
"""AWS's sentence names who was denied, be it masked; whoever writes a guide does not."""
_NAMES = re.compile(
    r"\b(?i:mateojackson|marymajor|jane ?doe|john ?doe|alice|bob)\b"
    r"|(?<![A-Z])[A-Z0-9]{0,20}EXAMPLE[0-9a-z]*\b"
    r"|\bExample[A-Z]\w+|\b[Mm]y-?(?:bucket|role|table|user|queue|instance-profile)\b",
)
"""Whom and what AWS's own pages are about."""
_ELIDED = re.compile(
    r"(?:arn:aws[\w-]*:[\w:*/.-]{0,80}?|/)\.\.\.(?!\w)|resource:? ?[\"'`]?\.\.\."
    r"|[Uu]ser:? (?:\.\.\.|\u2026|arn\.\.\.)"
)
"""A message that was cut down to what matters."""
_FRAGMENT = re.compile(r"[\"'`/](?:is )?not authorized to perform")
"""Part of the sentence, quoted: what a program or a page says of such messages."""
_ON_PURPOSE = re.compile(
    r"\bby design\b|\bon purpose\b|\bintentional(?:ly)?\b"
    r"|(?<!work )(?<!works )(?<!worked )(?<!working )(?<!not )\bas (?:expected|intended)\b",
    re.IGNORECASE,
)
"""In the sentence of a refusal that has no message: it was wanted."""
_LINKED = re.compile(r"[^\n\[]{0,120}\]\(#")
"""The end of a link to a section of the same page."""
_MEANS = re.compile(
    r"[\"'`*:]{0,3}\s(?:means|indicates|(?:is )?an?)\s(?!few|lot|couple|minute|second|day|while)"
)
_DISCUSSED = re.compile(
    r"`(?:because )?(?:no [\w-]+(?: [\w-]+){0,2} allows|with an explicit deny in an? [\w -]{3,40})"
    r"[^`\n]{0,60}`"
)
"""A reason alone that is quoted: a page takes the message apart."""
_PLACEHOLDER = re.compile(
    r"[<{\[](?:your|my|user|role|account)[-_ ]?(?:name|user|role|id|account)?[>}\]]", re.IGNORECASE
)
"""A form's own words for what one has to fill in."""
_TRACE = re.compile(
    r"(?i:request ?id)[\"']?[:=]? ?[\"']?"
    r"(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|(?=[A-Z]*\d)[0-9A-Z]{13,16}\b)"
    r"|failure message:?\s+[\w+/=-]{60}"
    r"|\b20\d\d[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d"
    r"|/var/folders/\w\w/\w{20}|/tmp/tmp(?=\w*[A-Z0-9_])\w{6,10}\b"
)
"""What only a call that was made leaves: its request's id, AWS's encoded answer, the time of a log, a file
that a program named for a while."""
_AT_A_TIME = re.compile(r"\|[ \t]*(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?[ \t]*\|")
"""How the row of a table begins that says when something came."""
_NEXT_TO = 300
_SECTION = re.compile(r"^(?:#{1,6}[ \t]|\*\*)[^\n]{2,80}$", re.MULTILINE)
_EXPECTED = re.compile(
    r"(?<!un)\bexpect(?:ed|ations?)\b|\b(?:should|must) (?:be )?(?:blocked|denied|refused|rejected|fail)\b",
    re.IGNORECASE,
)
_AS_EXPECTED = re.compile(
    r"[\u2705\u2714]|\b(?-i:PASS(?:ED)?)\b|(?<!work )(?<!works )(?<!worked )(?<!working )"
    r"\b(?:as|is|was) expected\b"
    r"|\bexpected (?:error|failure|denial)\b",
    re.IGNORECASE,
)
"""On a message's own line."""
_TO_FAIL = re.compile(
    r"\b(?:should|must)\s(?:now\s)?(?:be\s(?:denied|blocked|refused|rejected)|fail)\b"
    r"|\b(?:check|verify|assert|confirm|make sure|ensure)\s(?:that\s)?[^.\n]{0,60}"
    r"\b(?:fails?|(?:is|are|gets?) denied)\b"
    r"|\bexpected to (?:fail|be denied)\b|\b(?:correctly|properly) (?:fail(?:s|ed)|denied|refused|blocked)\b"
    r"|\bdeve(?:r\xe1)? falhar\b|\bdebe(?:r\xeda)? fallar\b|\bdevrait \xe9chouer\b",
    re.IGNORECASE,
)
"""On the lines above it."""
_PROMISED = re.compile(
    r"\bshould (?:now )?(?:return|give|get|see)\b|\bexpected (?:output|result|response)\b|\bphải ra\b",
    re.IGNORECASE,
)
"""On the lines above one that names nobody."""


def standing(around: Surroundings, start: int, end: int, finding: Finding) -> Standing:
    """How the message at ``start``..``end``, read as ``finding``, stands in its text."""
    text = around.text
    unnamed = _UNNAMED.match(text, start) is not None or (
        finding.principal == NOBODY and _UNNAMED_WITHIN.search(text, start, end) is not None
    )
    shown, masked = _named(text, start, end, finding, unnamed=unnamed)
    if _is_expected(around, start, named=not shown, real=not shown and not masked):
        return "shown"
    if not shown and not masked:
        return "told"
    if _LINKED.match(text, end):
        return "shown"
    abridged = finding.principal == NOBODY and unnamed
    if _MEANS.match(text, end) and (abridged or _quoted(text, end)):
        return "shown"
    if is_documented(text, start, end):
        return "shown"
    speech = around.speech
    after = end if _quoted(text, end) else _block_end(text, end)
    behind = _NEXT_LINE.match(text, after)
    if behind is not None and _WELL.search(behind[1]):
        return "shown"
    lead = _lead(speech, text, start)
    part = unnamed and not speech.of_report and _FRAGMENT.match(text, start - 1) is not None
    if part and (lead is None or lead.says != "tells"):
        return "shown"
    plain = _SENTENCE.search(text, start, end) is None
    own = speech.at(start) if plain else None
    said = (max(own.span[0], start - _SOON), min(own.span[1], end + _SOON)) if own is not None else None
    if own is not None and said is not None and (own.over or _ON_PURPOSE.search(text, *said)):
        return "shown"
    taught, told = _weighed(around, (start, end), after, lead)
    led = lead is not None and lead.sure and (lead.over or told <= taught)
    if led or (plain and any(said.sure for said in speech.between(start, end))):
        return "instructed" if masked and _covers(around, start, end, finding) else "shown"
    taught += (abridged and is_title(text, start, end)) + is_explained(text, end)
    early = not taught and any(map(_anonymous, finding.actions))
    taught += not early and (abridged or _made_up(around, start, end, finding) > 0)
    answered = not told and any(said.answers for said in speech.between(after, end + _SOON))
    left = masked and not answered and _COVERED.fullmatch(finding.principal.name or "") is None
    if taught >= _ENOUGH + left and taught > told:
        return "shown"
    if not taught or taught < told:
        return "told"
    return "abridged" if abridged and taught == 1 else "instructed"


def _weighed(around: Surroundings, span: Span, after: int, lead: Said | None) -> tuple[int, int]:
    """How often a reader is instructed around a message, and how often it is told that something happened."""
    text, speech, (start, end) = around.text, around.speech, span
    line = line_around(text, (start, start))[0]
    near = [*speech.between(max(0, start - _AROUND), line), *speech.between(after, end + _AROUND)]
    if lead is not None and lead.span[0] >= line:
        near.append(lead)
    taught = sum(said.says == "instructs" for said in near)
    taught += text.startswith("|", line)
    taught += around.first(_DISCUSSED, end, end + _AROUND) is not None
    taught += any(said.answers for said in speech.between(after, end + _SOON))
    told = sum(said.says == "tells" for said in near) if not speech.of_page else 0
    told += _TRACES * (around.first(_TRACE, max(0, start - _NEXT_TO), end + _NEXT_TO) is not None)
    taught += _ENOUGH * is_field_of_lesson(around, span)
    told += _TRACES * is_typed(text, start)
    told += _TRACES * (_AT_A_TIME.match(text, line) is not None)
    told += around.first(REDACTED, start, end) is not None
    told += _TRACES * ((lead is not None and lead.says == "tells" and not speech.of_page) or speech.of_report)
    return taught, told


def _covers(around: Surroundings, start: int, end: int, finding: Finding) -> bool:
    """Whether what a message hides was there: a real name is left, or it is covered, not a form's place."""
    account = (finding.principal.arn or "").split(":")[4:5]
    who = finding.principal
    named = who.name is not None and _COVERED.fullmatch(who.name) is None
    left = named and _COVERED.fullmatch("".join(account)) is not None
    left = left or (who.arn is None and who.kind in ("role", "user"))
    return not around.speech.of_page and (left or around.first(REDACTED, start, end) is not None)


_COVERED = re.compile(r"[\dxX*#.\u2026\u2022\u2588]{3,}")
"""An account that somebody hid; ``<account>`` is one to fill in."""


def _anonymous(action: str) -> bool:
    """Whether AWS names nobody who was denied this: a web identity has no name before it has the role."""
    return action.startswith("sts:AssumeRoleWith")


def _lead(speech: Speech, text: str, start: int) -> Said | None:
    """The words that lead to a message: the sentence that it stands in, or the one before it."""
    line = line_around(text, (start, start))[0]
    if text.startswith("|", line):
        rows = list(speech.between(*_table(text, line)))
        return next((row for row in rows if row.sure), rows[0] if rows else None)
    words, quoted = _in_front(text, line, start)
    before = [*speech.between(line, start)]
    inside = before[-1] if before else None
    if inside is not None and not inside.rows and len(before) > 1 and not quoted:
        inside = before[-2]  # the last is the frame that the message came in
    worded = len(words.split()) > _WORDS and is_wordy(words)
    if inside is not None and (inside.sure or worded or inside.says == "tells") and (quoted or inside.rows):
        return inside
    lead = speech.before(speech.outside(line), _LEAD)
    while lead is not None and _is_message(text, lead.span):
        lead = speech.before(lead.span[0], _LEAD)
    return lead


def _is_message(text: str, span: Span) -> bool:
    """Whether a passage is all printed: another message of the same list."""
    short = span[1] - span[0] < _AROUND
    return short and not unprinted(text[span[0] : span[1]]).strip(" \t\n.\u2026")


def _in_front(text: str, line: int, start: int) -> tuple[str, bool]:
    """The words in front of a message on its line and of the quotes that it is in; whether it is in some."""
    words = unprinted(text[line:start])
    opened = [words.rfind(quote) for quote in '`"' if words.count(quote) % 2]
    return words[: min(opened)] if opened else words, bool(opened)


def _table(text: str, line: int) -> Span:
    """The rows in a row with a line that is one."""
    begin = end = line
    while begin > 0 and text.startswith("|", before := text.rfind("\n", 0, begin - 1) + 1):
        begin = before
    while text.startswith("|", end):
        end = text.find("\n", end) + 1 or len(text)
    return begin, end


_WORDS = 3
"""So many words in front of a message may be its frame: *5. See error:*."""
_NEXT_LINE = re.compile(r"[\s`}\]\"',]{0,20}\n[ \t>]*([^\s#`][^\n]{3,200})")


def _block_end(text: str, end: int) -> int:
    """Where the output ends that a message is printed in, in a text that sets its blocks apart."""
    match = _BLOCK_END.search(text, end, end + _NEXT_TO)
    return match.start() if match is not None else line_around(text, (end, end))[1]


_BLOCK_END = re.compile(r"\n[ \t]*(?:\n|```|#{1,6} |\*\*|[-*\u2022] )|\s*\Z")
_QUOTE = re.compile(r"[\"'`*]{1,3}")


def _quoted(text: str, end: int) -> bool:
    """Whether a message ends in the quotes that it was put in: what follows is its writer's."""
    return _QUOTE.match(text, end) is not None or text[end - 1 : end] in "\"'`"


def _is_expected(around: Surroundings, start: int, *, named: bool, real: bool) -> bool:
    """Whether the text says that the refusal is what should come."""
    section = around.last(_SECTION, max(0, start - _AROUND), start)
    if section is not None and _EXPECTED.search(section[0]) is not None:
        apart = not (named and around.speech.of_report) or _has_section(around, _WHAT_CAME)
        return apart and around.first(_CAME, section.end(), start) is None
    line = line_around(around.text, (start, start))[0]
    above = line
    for _ in range(_ABOVE):
        above = max(around.text.rfind("\n", 0, above), 0)
    signs = (
        (_AS_EXPECTED, line),
        (_TO_FAIL, above),
        *(() if real else ((_PROMISED, above), (_WANTED, above))),
    )
    found = (around.last(sign, begin, start) for sign, begin in signs)
    return any(match and around.first(_INSTEAD, match.end(), start) is None for match in found)


def _has_section(around: Surroundings, words: re.Pattern[str]) -> bool:
    return any(words.search(one[0]) for one in around.within(_SECTION, 0, len(around.text)))


_WHAT_CAME = re.compile(
    r"\b(?:actual|current|observed|happen(?:s|ed)|instead|errors?|logs?|output)\b", re.IGNORECASE
)
"""In a heading for what came, apart from what should have; without one, people write it there."""
_CAME = re.compile(
    r"\b(?:instead|actual(?:ly)?|happened|however|but|gets?|got|getting)\b|\blogs?\b[^\n]{0,40}:",
    re.IGNORECASE,
)
"""Under the heading of what is expected: what came, for all that."""
_INSTEAD = re.compile(r"\b(?:instead|actual(?:ly)?|happened)\b", re.IGNORECASE)
"""Behind what was expected: what came."""
_ABOVE = 4
"""So many lines above a message may say that it is expected: a fence and a comment among them."""
_WELL = re.compile(
    r"[\u2705\u2714]|\b(?:correctly|successfully|properly|fully) (?:blocked|denied|rejected|refused)\b"
    r"|(?<!work )(?<!works )(?<!worked )(?<!working )\bas expected\b"
    r"|\b(?:block|deny|denial|bloqueio|bloqueo)\b[^.\n]{0,40}\b(?:works?|worked|funcion\w+)\b",
    re.IGNORECASE,
)
"""What somebody says who wanted it."""
_WANTED = re.compile(
    r"\b(?:blocked|denied|refused|rejected|fail(?:s|ed)) as expected\b"
    r"|\b(?:correctly|successfully|properly|fully) (?:blocked|denied|rejected|refused)\b",
    re.IGNORECASE,
)
"""The same in words only: on the lines above a message a tick is of something else."""


def _made_up(around: Surroundings, start: int, end: int, finding: Finding) -> int:
    """Whether a message that names somebody was made or cut down by whoever wrote the page."""
    arn = finding.principal.arn
    if around.first(_ELIDED, start, end) is not None:
        return 1
    if arn is None:
        return 0
    if arn.count("<") + arn.count("{") > 1 and len(set(_PLACEHOLDER.findall(arn))) > 1:
        return 1
    bare = finding.denial == "unknown" and finding.resource is None
    return int((EXAMPLE_ACCOUNTS.search(arn) is not None and bare) or _NAMES.search(arn) is not None)


_UNTOLD = ("service-access", "trust-service", "execution-role")
"""What services say in words of their own, of a service or a role that they need not name."""


def _named(text: str, start: int, end: int, finding: Finding, *, unnamed: bool) -> tuple[bool, bool]:
    """Whether a message names nobody who could be real, and whether it hides who it was."""
    principal, masked = finding.principal, False
    if principal == NOBODY or (principal.arn is None and finding.topic in _UNTOLD):
        shown = _SENTENCE.search(text, start, end) is None or unnamed
    elif principal.kind == "anonymous":
        shown = True
    elif principal.arn is None:
        # A record: names without an account are made up, where the names are those that one makes up.
        shown = principal.name is not None and _NAMES.fullmatch(principal.name) is not None
        masked = finding.strength >= RECORD and not re.search(r"\d{12}", text[start:end])
    else:
        shown = EXAMPLE_ACCOUNTS.search(principal.arn) is not None
    if finding.strength >= RECORD and not shown:
        shown = EXAMPLE_ACCOUNTS.search(text, start, end) is not None
    arn = principal.arn
    if masked:
        return shown, not shown
    account = (arn or "").split(":")[4:5]
    hidden = arn is not None and not re.fullmatch(r"\d{12}", "".join(account))
    return shown, not shown and (principal.name is None or hidden)
