"""One denial told several times is one denial: the rules by which findings are merged.

A log prints a message, then a stack that repeats it, then an event with the same call. Equal
findings are merged wherever they stand; a finding that knows less is absorbed by a neighbour only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.model import NOBODY, Finding, Principal
from policywright.knowledge.records import replace

NEIGHBOURHOOD = 5000
"""Distance in characters within which a vaguer finding is taken for an echo of a clearer one."""

_BESIDE = 200
_VAGUE = 6
_ENDS = re.compile(r"[\"'.\u2026\\]{0,4}[ \t]*(?:\Z|\n[ \t]*(?:\n|`{3}|\Z))")
"""The end of a text or of a block of it, where a sentence may have been cut."""
_RECORD = 40


def merge(findings: Sequence[Finding], facts: Facts, text: str | None = None) -> tuple[Finding, ...]:
    """The distinct denials among ``findings`` in the order of the text, if given: it tells what was cut."""
    whole = [_whole(finding, findings, text) for finding in findings] if text else findings
    records = [finding for finding in whole if finding.strength >= _RECORD]
    rest = [finding for finding in whole if finding.strength < _RECORD]
    outside = _outside(rest, records)
    kept: list[Finding] = []
    seen: dict[tuple[object, ...], int] = {}
    for finding in sorted([*records, *outside], key=lambda found: (found.span, -found.strength)):
        index = seen.get(_identity(finding))
        if index is None:
            index = _echo(finding, kept, facts)
        if index is None:
            seen[_identity(finding)] = len(kept)
            kept.append(finding)
        else:
            kept[index] = _combined(kept[index], finding)
            seen[_identity(kept[index])] = index
    return tuple(kept)


def _whole(finding: Finding, findings: Sequence[Finding], text: str) -> Finding:
    """One that ran into the end of its block, with the resource that an earlier print of it has whole."""
    cut = finding.resource
    if not cut or finding.denial != "unknown" or _ENDS.match(text, finding.span[1]) is None:
        return finding
    for other in findings:
        begun = other.resource is not None and other.resource != cut and other.resource.startswith(cut)
        same = (other.principal, other.actions) == (finding.principal, finding.actions)
        if begun and same and other.denial != "unknown" and other.span[1] < finding.span[0]:
            return replace(finding, resource=other.resource)
    return finding


def _outside(findings: Sequence[Finding], records: Sequence[Finding]) -> list[Finding]:
    """Those that are not a part of a record, which has been read by its fields already."""
    ends = sorted(record.span for record in records)
    result: list[Finding] = []
    index = 0
    for finding in sorted(findings, key=lambda found: found.span):
        while index < len(ends) and ends[index][1] <= finding.span[0]:
            index += 1
        if index < len(ends) and ends[index][0] <= finding.span[0] < ends[index][1]:
            continue
        result.append(finding)
    return result


def _identity(finding: Finding) -> tuple[object, ...]:
    return (
        finding.principal,
        tuple(sorted(finding.actions)),
        finding.resource,
        finding.denial,
        finding.policy_type,
        finding.service if not finding.actions else None,
    )


def _echo(finding: Finding, kept: Sequence[Finding], facts: Facts) -> int | None:
    """The near neighbour that tells the same and more, or less."""
    for index in range(len(kept) - 1, max(-1, len(kept) - 8), -1):
        other = kept[index]
        if finding.span[0] - other.span[1] > NEIGHBOURHOOD:
            return None
        if not _apart(finding, other, facts) and _compatible(finding, other):
            return index
    return None


def _compatible(one: Finding, two: Finding) -> bool:
    if not (_is_vaguer(one.principal, two.principal) or _is_vaguer(two.principal, one.principal)):
        return False
    if _is_one_message(one, two):
        return True
    vague = min(one.strength, two.strength) <= _VAGUE and not (_is_placed(one) and _is_placed(two))
    if set(one.actions) != set(two.actions) and not (vague or not one.actions or not two.actions):
        return False
    told = [finding.resource for finding in (one, two) if finding.resource]
    if len(set(told)) > 1 and not vague:
        return False
    kinds = {finding.denial for finding in (one, two)} - {"unknown"}
    types = {finding.policy_type for finding in (one, two)} - {"unknown"}
    return len(kinds) <= 1 and len(types) <= 1


def _is_placed(finding: Finding) -> bool:
    """Whether it tells what was done and on what: two of these that differ are no echoes, however found."""
    return bool(finding.actions) and finding.resource not in (None, "*")


def _is_vaguer(one: Principal, two: Principal) -> bool:
    """Whether the first tells nothing that the second does not: nobody, or no more than what kind it is."""
    return one in (two, NOBODY, Principal(kind=two.kind))


def _is_one_message(one: Finding, two: Finding) -> bool:
    """Whether one is what somebody decoded of the other's message: it tells what the call alone does not."""
    told = {finding.topic == "decoded": finding.encoded_message is not None for finding in (one, two)}
    return told == {True: False, False: True}


def _apart(one: Finding, two: Finding, facts: Facts) -> bool:
    """Whether they are answers of two services; one that stands beside may tell what the other answered."""
    if _is_one_message(one, two):
        return False
    services = [_services(finding, facts) for finding in (one, two)]
    beside = 0 if one.actions and two.actions else _BESIDE
    gap = max(one.span[0], two.span[0]) - min(one.span[1], two.span[1])
    return all(services) and not services[0] & services[1] and gap > beside


def _services(finding: Finding, facts: Facts) -> set[str]:
    """Whose answer it was, or whose actions were denied; by the prefixes of their actions."""
    told = {facts.prefix_of(finding.service)} if finding.service else set()
    return told | {action.partition(":")[0] for action in finding.actions}


def _combined(one: Finding, two: Finding) -> Finding:
    best, other = (two, one) if two.strength > one.strength else (one, two)
    same = set(best.actions) == set(other.actions)
    resource = best.resource or (other.resource if same else None)
    return replace(
        best,
        principal=other.principal if _is_vaguer(best.principal, other.principal) else best.principal,
        actions=best.actions or other.actions,
        resource=resource,
        within=None if resource else best.within or (other.within if same else None),
        denial=best.denial if best.denial != "unknown" else other.denial,
        policy_type=best.policy_type if best.policy_type != "unknown" else other.policy_type,
        denying_policy=best.denying_policy or other.denying_policy,
        fixable=best.fixable or other.fixable,
        service=best.service or other.service,
        operation=best.operation or other.operation,
        encoded_message=best.encoded_message or other.encoded_message,
        topic=best.topic or other.topic,
    )
