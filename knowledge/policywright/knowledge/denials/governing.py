"""What a refusal governs: *no access to edit the zone*, *denied when it lists it*, *reading it is denied*.

A sentence tells more than what was refused: who assumes which role, what came before, what something is for.
Where its refusal says itself what was refused, all other verbs of the sentence are about something else. They
are covered with blanks, so that no reader of words takes them for it; things and services stay, and so do all
places.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.model import Span

_STEMS = (
    "assum|read|writ|upload|download|list|creat|delet|updat|invok|call|send|receiv|publish|put|get|fetch|load|pull|push"
    "|cop|copi|sav|quer|queri|scan|decrypt|encrypt|run|launch|start|stop|describ|retriev|consum|poll|pass|attach|detach"
    "|subscrib|post|modif|modifi|remov|generat|sign|tag|register|trigger|mov|sync|mount|restor|import|export|renam"
    "|edit|chang|add|set|insert|destroy|terminat|stor|wrot|open|head|view|look|find|check|enumerat|make|mak"
    "|associat|disassociat|allocat|releas|enabl|disabl|replac|reset|cancel|purg|search|authoriz|revok|provision"
)
_VERB = rf"(?:re-?)?(?:{_STEMS})(?:e|es|s|ed|d|y|ies|ied|ing|ting|ning|ping|t)?"
_VERBS = re.compile(
    rf"(?<![\w.:/@*-])(?-i:[a-z])?\b{_VERB}\b(?![\w.:/@*-]|\s+(?:logs?|store|stores|group)\b)"
)
_PLAIN = rf"(?:re-?)?(?:{_STEMS})(?:e|y|t)?"
_DOING = rf"(?:re-?)?(?:{_STEMS})(?:t|n|p)?ing"
_DOES = rf"(?:re-?)?(?:{_STEMS})(?:e?s|y|ies|e|ed|t)?"
_TRIES = (
    r"(?:(?:tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|want(?:s|ed)?|need(?:s|ed)?|go(?:es)?|(?:is|was)\s+trying)"
    r"\s+to\s+)"
)
_FILL = (
    r"(?:(?:of|the|an?|any|enough|sufficient|necessary|required|proper|right|correct|errors?|exceptions?|message|IAM|AWS"
    r"|permissions?|rights?|privileges?|access|allowed|permitted|authori[sz]ed|granted|being|even|still|to\s+me|for\s+me)\s+){0,5}?"
)
_WHO = r"(?:(?:it|they|we|I|he|she|(?:the|our|my|a|an|this)\s+(?:[\w-]+\s+){1,3}?)\s*)"
_BEHIND = re.compile(
    rf"[\s\"'`*.,:)(]{{0,4}}{_FILL}(?:"
    rf"to\s+(?:even\s+|also\s+|successfully\s+)?(?={_PLAIN}\b)"
    rf"|(?:when(?:ever)?|while|on|upon|for|from|at|in|by|as\s+soon\s+as)\s+{_TRIES}?(?={_DOING}\b)"
    rf"|(?:when(?:ever)?|while|if|as\s+soon\s+as|(?:each|every)\s+time)\s+{_WHO}(?:then\s+)?{_TRIES}?(?={_DOES}\b)"
    rf"|(?:when(?:ever)?|while)?\s*{_TRIES}(?={_PLAIN}\b)"
    rf"|(?={_DOING}\s)"
    r")",
    re.IGNORECASE,
)
"""From a refusal to what it says was refused."""
_CANNOT = re.compile(
    r"\b(?:can(?:not|['\u2019]?t|\s+not|\s+no\s+longer)|could(?:\s+not|n['\u2019]t)"
    r"|(?:unable|fail(?:s|ed|ing)?|not\s+(?:able|allowed|permitted|authori[sz]ed))\s+to)"
    rf"\s+(?:even\s+|actually\s+|longer\s+)?(?={_PLAIN}\b)",
    re.IGNORECASE,
)
"""The same of what cannot be done, anywhere in a sentence."""
_MODAL = re.compile(r"(?:not|n['\u2019]?t)\Z", re.IGNORECASE)
_NEXT = re.compile(rf"\s+{_PLAIN}\b", re.IGNORECASE)
"""A verb right behind *may not*."""
_SUBJECT = re.compile(
    rf"(?P<what>\b{_DOING}\s[^,;.:]{{1,60}}?)\s(?:is|was|are|were|gets?|got|being|fails|failed)\s+(?:\w+\s+)?(?:with\s+(?:an?\s+)?)?[\"'`]?\Z",
    re.IGNORECASE,
)
"""What is refused, in front of it."""
_END = re.compile(
    r"[;]|[.!?](?=\s|\Z)|,\s+(?:which|who|but|and|so|although|though|because|since|while)\b"
    r"|\s(?:but|although|though|because|since|after|before|once|although|even\s+though|that|which|who)\s"
    r"|\sand\s+(?:it|then|we|I|they|so)\b"
    r"|\sand\s+the\s(?!(?:[\w-]+\s+)?[\w-]+(?:[.,;:!?]|\s*\Z|\s+(?:in|on|of|for|from|to|with|because|when|while)\b))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\A|[.;,]\s+)\W*(?:after|before|having|instead\s+of|besides|apart\s+from)\s+(?P<verb>{_DOING})\b",
    re.IGNORECASE,
)
"""What came before a refusal, or was to come after it."""


def governed(words: str, refusal: Span) -> Span | None:
    """Where ``words`` say what was refused at ``refusal``, if they say it there."""
    if _MODAL.search(words, *refusal) is not None and _NEXT.match(words, refusal[1]) is not None:
        return _to_end(words, refusal[1])
    behind = _BEHIND.match(words, refusal[1])
    if behind is not None:
        return _to_end(words, behind.end())
    subject = _SUBJECT.search(words, 0, refusal[0])
    if subject is not None:
        return subject.span("what")
    cannot = next(_CANNOT.finditer(words), None)
    return _to_end(words, cannot.end()) if cannot is not None else None


def _to_end(words: str, start: int) -> Span:
    end = _END.search(words, start)
    return start, end.start() if end is not None else len(words)


def but_told(words: str, refusal: Span) -> str:
    """``words`` with blanks for the verbs that are about something else than what was refused."""
    own = governed(words, refusal)
    if own is None:
        before = _BEFORE.search(words, 0, refusal[0])
        return _blanked(words, *before.span("verb")) if before is not None else words
    for match in _VERBS.finditer(words):
        start, end = match.span()
        if (end <= own[0] or start >= own[1]) and not (start < refusal[1] and refusal[0] < end):
            words = _blanked(words, start, end)
    return words


def _blanked(words: str, start: int, end: int) -> str:
    return f"{words[:start]}{' ' * (end - start)}{words[end:]}"
