"""Which calls of a service words may mean, where they name none: by the parts of its operations' names.

*It may not write logs to CloudWatch*: the operations of the service whose verb is one of those that people
say for it, and whose thing has the words' nouns in its name, the fewest others first. No table tells what
people say: verbs are those of ``doings``, all else are names that the service has. Who asks gets them to
choose from; no statement is made of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from policywright.knowledge.denials.doings import verbs_of
from policywright.knowledge.denials.facts import Facts

MOST = 4
"""A longer list is no help."""
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[0-9]+")
_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+")


def candidates(words: str, service: str, facts: Facts) -> tuple[str, ...]:
    """The actions of the operations that are nearest to what is said to be done to something of a service."""
    names = (service, *facts.parts_of(service))
    found = [(place, row) for place, name in enumerate(names) for row in _near(words, name, facts)]
    if not found:
        return ()
    best = min(row[0][:2] for _, row in found)
    near = (row for _, row in sorted(found) if row[0][:2] == best)
    actions = (action for _, name, operation in near for action in facts.actions_of(name, operation))
    return tuple(dict.fromkeys(actions))[:MOST]


@lru_cache(maxsize=256)
def _near(words: str, service: str, facts: Facts) -> tuple[tuple[tuple[int, int, int], str, str], ...]:
    """Each operation that a verb and a noun tell, with how far it is from them: lower is nearer."""
    said = [match[0] for match in _WORD.finditer(words)]
    verbs = [verb for word in said for verb in verbs_of(word)]
    nouns = {_singular(word.lower()) for word in said}
    found = []
    for operation in facts.operations_of(service):
        verb, *parts = _PART.findall(operation)
        things = [_singular(part.lower()) for part in parts]
        told = sum(thing in nouns for thing in things)
        if told and verb in verbs:
            found.append(((-told, verbs.index(verb), len(things) - told), service, operation))
    return tuple(found)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > len("aws") and word.endswith("s") and not word.endswith("ss") else word
