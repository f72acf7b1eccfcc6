"""Two things that one verb is said of: *read the logs or metrics* is to read the one, and to read the other.

Readers of words look for a verb and its thing, up to the next word that is none of its name. What stands
behind *and* or *or* is as much refused; whoever takes the first for all has a call that was not the one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from policywright.knowledge.denials.verbs import verbs_of

T = TypeVar("T")
_WHOSE = r"(?:(?:the|our|my|its|an?|any|their|some|from|to|in|into)\s+){0,2}"
_TWO = re.compile(
    r"(?<![\w/.:-])(?P<one>[A-Za-z][\w-]*[\"'`]?)(?P<and>\s*(?:,\s*(?:and|or)\b|/|&|\band(?:/or)?\b|\bor\b)\s*"
    + _WHOSE
    + r")(?P<two>(?:[\"'`]?[A-Za-z][\w-]*\s+){0,2}?[\"'`]?[A-Za-z][\w-]*[\"'`]?)"
    r"(?=\s*(?:[.,;:!?)]|\Z|\b(?:in|on|of|for|from|to|with|at|by|via|because|when|while|as|through|due|since|is|are"
    r"|was|were|and|or)\b))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:it|they|we|I|he|she|you|then|so|not|there|this|that|now|still|even|failed|fails|gets?|got|cannot|can|could|is"
    r"|are|was|were|has|have|had|does|do|did|no|nothing|others?|more|such)\b"
    r"|.*\b(?:permissions?|access|polic(?:y|ies))\Z",
    re.IGNORECASE,
)
"""What begins another clause, or is no thing."""
_MOST = 8
"""A sentence that joins more than so many is a list."""


def of_all(words: str, read: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    """What ``read`` finds in words, and in them with either of two things where it finds the second, too."""
    found = list(read(words))
    for first, second in each(words):
        if more := read(second):
            found += [*read(first), *more]
    return tuple(dict.fromkeys(found))


def each(words: str) -> Iterator[tuple[str, str]]:
    """``words`` with the first of two things alone, and with the second alone, for each two."""
    for match in islice(_TWO.finditer(words), _MOST):
        if verbs_of(match["one"]) or _CLAUSE.match(match["two"]) or verbs_of(match["two"].split()[0]):
            continue
        first = words[: match.start("and")] + words[match.end("two") :]
        yield first, words[: match.start("one")] + words[match.start("two") :]
