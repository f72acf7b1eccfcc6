"""A refusal of two things, which no reader of one thing may take for a refusal of the one alone.

Readers look for what was done to things of one service; *the secret and the queue* are of two. Where the
sentence of a refusal joins what was taken with what is another call, none of the two is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.denials.candidates import MOST
from policywright.knowledge.denials.discourse import parts_around
from policywright.knowledge.denials.doings import doings_in
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.governing import but_told
from policywright.knowledge.denials.lacks import LACK
from policywright.knowledge.denials.model import Finding
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.several import each
from policywright.knowledge.denials.things import done_to_things
from policywright.knowledge.records import replace

_LONG = 600
"""A sentence that is longer is none."""


def but_joined(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A refusal in words without its call, where the sentence joins the thing with one of another call."""
    if finding.principal.arn or finding.operation or finding.strength > LACK or not finding.actions:
        return finding
    own = [part.span for part in parts_around(around, finding.span) if part.place == "own"]
    first = min(begin for begin, _ in own)
    last = max(finding.span[1], *(end for _, end in own))
    words = around.text[first:last]
    low = words.lower()
    if last - first > _LONG or any(action.lower() in low for action in finding.actions):
        return finding
    words = but_told(words, (finding.span[0] - first, finding.span[1] - first))
    for one, other in each(words):
        told, more = set(_done(one, words, facts)), set(_done(other, words, facts))
        both = tuple(dict.fromkeys(action for actions in (*told, *more) for action in actions))
        if more and len(told | more) > 1 and _services(finding.actions) & _services(both):
            return replace(finding, actions=(), resource=None, within=None, candidates=both[:MOST])
    return finding


def _services(actions: Iterable[str]) -> set[str]:
    return {action.partition(":")[0] for action in actions}


def _done(words: str, sentence: str, facts: Facts) -> Iterator[tuple[str, ...]]:
    """The actions of what is said to be done, to a thing of any service."""
    found = done_to_things(words, said=sentence)
    yield from (actions for _, actions in found)
    if not found:
        for _, service in services_in(words, 0, len(words), facts):
            yield from doings_in(words, service, facts)
