"""Whether a sentence tells that a refusal came to somebody: no wish, no rule, no question, no change.

Asked by the readers of words, each of which has its own words for a refusal.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.constants import in_code, is_remark
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.negatives import is_not_policy, of_others

NOT = r"(?:n['\u2019]t|(?<=\bdoes)nt|(?<=\bdo)nt|(?<=\bdid)nt|(?<=\bis)nt|(?<=\bwas)nt)"
SUPPOSED = re.compile(
    r"\b(?:if|unless|whenever|until|so\s+that|in\s+order|should|would|may|might|must|please|ensure\w*|verif(?:y|ies|ied)"
    r"|make\s+sure|whether|expect(?:s|ed|ing|ation)?\b|examples?|e\.g|suppos\w+|want(?:s|ed)?|wish\w*|avoid\w*|prevented|let['\u2019]s"
    r"|test(?:s|ed|ing)?\b(?!\s+(?:fail|job|run))|simulat\w+|mock\w*|design\w*|feature\s+request|proposal|support\s+for"
    r"|audit\w*|attack\w*|tenants?|customers?|users|anyone|everyone|anybody|everybody|nobody|clients|callers|others?\b(?!\s+than)"
    rf"|will(?!\s+not)|could(?!\s+not|{NOT})|can(?!\s*not|['\u2019]?t)\s+be)\b",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(
    r"\b(?:usually|typically|generally|normally|commonly|often|mostly|always|by\s+design|on\s+purpose|intentional\w*"
    r"|(?<!not )(?<!n['\u2019]t )as\s+(?:intended|designed)"
    r"|(?<!work )(?<!works )(?<!not )(?<!t )as\s+expected"
    r"|correctly|properly)\b"
    r"|\A\W*(?:most|resolved|fixed|solved|closed|explain|clarify|document|mention|reword|rephrase)\b|\A\W*(?:chore|feat|fix|docs?|refactor|test|ci|build)(?:\([^)]{0,40}\))?!?:",
    re.IGNORECASE,
)
GONE = re.compile(
    r"(?:\brid\s+of\s+(?:the\s+)?|\bno\s+longer\s+(?:being\s+|(?:gets?|sees?|hits?|throws?)\s+(?:an?\s+)?)?|\bno(?:\s+more)?\s+(?:such\s+)?|\bnever\s+(?:\w+\s+)?(?:an?\s+)?|\bwithout\s+(?:\w+ing\s+)?(?:an?\s+|any\s+)?|\binstead\s+of\s+"
    rf"|(?:\bnot|{NOT})\s+(?:being\s+|get(?:ting)?\s+(?:an?\s+)?|been\s+|see\s+(?:an?\s+)?)?"
    r"|\b(?:fix(?:es|ed)?|solv(?:es|ed)|resolv(?:es|ed)|handl(?:e|es|ing)|catch(?:es|ing)?|retr(?:y|ies|ying)|ignor(?:e|es|ing)|log(?:s|ging)?"
    r"|detect\w*|rais(?:e|es|ing)|return(?:s|ing)?\s+(?:a|an|HTTP)?)\s+(?:the\s+|an?\s+|on\s+|of\s+|all\s+|HTTP\s+)*)\Z",
    re.IGNORECASE,
)
"""In front of a word of refusal: one that does not come, that a change is about, or that a program gives."""
_ASKED = re.compile(r"\?\W{0,3}\Z")
_WHY = re.compile(r"\bwhy\b|\bhow\s+come\b", re.IGNORECASE)


_REST = r"(?:(?!\b(?:but|and|yet|still|however|then)\b)[^.;:,\n])*\Z"
WISHED = re.compile(
    r"(?:(?<!even )(?<!as )\b(?:if|unless|in\s+case)"
    r"|\b(?:make\s+sure|ensures?|asserts?|asserting|should|would|might|may|must"
    rf"|no\s+longer|(?:not|{NOT}|never)\s+(?:get|see|hit|throw|receive)s?))\b{_REST}",
    re.IGNORECASE,
)
"""In front of a word of refusal, in its clause: a condition, a wish, or that it comes no more."""


def is_wished(before: str) -> bool:
    """Whether what stands in front of a word of refusal in its sentence makes it one that nobody met."""
    return WISHED.search(before) is not None


CHANGED = re.compile(
    r"\A\W*(?:[\w.-]+(?:\([\w.-]+\))?(?:\s-|:)\s+)?(?:record|handle|catch|skip|ignore|log|include|revert|support|report|address"
    r"|detect|tolerate|swallow|surface|show|print|adds?|improve|better|don['\u2019]t)\b(?!\s+(?:says?|shows?|file))"
    r"|\bshould\s+(?:not\s+)?be\s+(?:handled|ignored|skipped|reported|logged|caught|retried|shown|surfaced|treated|more)\b"
    r"|\blog\s+lines?\b|\bgraceful(?:ly)?\s+handl(?:e|es|ed|ing)\b|\bhandl(?:e|es|ed|ing)\s+gracefully\b",
    re.IGNORECASE,
)
"""What a change to a program is to do about refusals, which its title or first sentence says."""


def is_change(words: str) -> bool:
    """Whether a sentence speaks of what a program does, or is to do, about refusals."""
    return CHANGED.search(words) is not None


def tells_of(text: str, begin: int, end: int) -> bool:
    """Whether a sentence may tell of a refusal at all."""
    words = text[begin:end]
    if is_change(words) or _IN_GENERAL.search(words) or is_not_policy(words) or in_code(text, begin, end):
        return False
    if of_others(text, (begin, end)):
        return False
    return not is_remark(text, begin, end) and not (_ASKED.search(words) and _WHY.search(words) is None)


def is_reported(text: str, sentence: Span, word: Span) -> bool:
    """Whether a sentence says that the refusal it names came to somebody: not in general, no wish."""
    begin, end = sentence
    before = text[begin : word[0]]
    supposed = SUPPOSED.search(before) or GONE.search(before) or is_wished(before)
    return tells_of(text, begin, end) and not supposed
