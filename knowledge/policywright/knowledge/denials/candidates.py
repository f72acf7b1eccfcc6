"""Which calls of a service words may mean, where they name none: by the parts of its operations' names.

An action that is typed from memory is near to one that there is: ``meant`` takes one for several and several
for one (``kinesis:ListShard``), ``nearest`` has those to choose from where that is none.

*It may not write logs to CloudWatch*: the operations of the service whose verb is one of those that people
say for it, and whose thing has the words' nouns in its name, the fewest others first. No table tells what
people say: verbs are those of ``doings``, all else are names that the service has. Who asks gets them to
choose from; no statement is made of them.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.verbs import verbs_of

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


def meant(action: str, facts: Facts) -> str | None:
    """The action that somebody typed, be it with one letter less or more for several or one."""
    known = facts.canonical(action)
    if known is not None or len(action.partition(":")[2]) < _TYPED:
        return known
    numbers = (f"{action}s", action.removesuffix("s"), f"{action.removesuffix('y')}ies", _singular(action))
    found = {name for one in numbers if one != action and (name := facts.canonical(one)) is not None}
    return found.pop() if len(found) == 1 else None


_TYPED = 6
_NEAR = 0.85
"""How much of a name is as it should be, in ``difflib``'s measure: two letters that changed places."""


def nearest(action: str, facts: Facts) -> tuple[str, tuple[str, ...]] | None:
    """The service whose action a name would be, with those that may be meant; None for no name of one.

    Those that begin so or are spelt nearly so, else what other services call so and the service's own
    with its parts.
    """
    prefix, _, name = action.partition(":")
    service = facts.service_named(prefix)
    operations = facts.operations_of(service) if service is not None else ()
    verb = _PART.match(name)
    verbs = {_PART.findall(operation)[0] for operation in operations}
    if service is None or verb is None or verb[0] not in verbs or verb.end() == len(name):
        return None
    close = sorted((one for one in operations if one.startswith(name)), key=len)
    close = close or get_close_matches(name, operations, MOST, _NEAR)
    found = [one for operation in close for one in facts.actions_of(service, operation)]
    if not found:
        number = name.removesuffix("s") if name.endswith("s") else f"{name}s"
        for operation in (name, number):
            for other in facts.services_with(operation)[:MOST]:
                found += facts.actions_of(other, operation)
        found += candidates(" ".join(_PART.findall(name)), service, facts)
    return service, tuple(dict.fromkeys(found))[:MOST]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > len("aws") and word.endswith("s") and not word.endswith("ss") else word
