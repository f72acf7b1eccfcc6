"""Why an action is in the answer: the calls that need it, how they are reached, and the rule.

For an assistant that asks about one action (``s3:PutObjectAcl``), a pattern (``s3:Put*``) or a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.model import Condition, Grant, MayNeed, Policy, Reason
from policywright.knowledge.records import replace
from policywright.server.diffs import KINDS, lines_of, shown_all
from policywright.server.lookups import actions_meant
from policywright.server.published import Settings, may_need
from policywright.server.rendering.diff import change_line
from policywright.server.text import few, one_line, plural
from policywright.server.verdict import open_ends

_MAX_NEAR = 12
_MAX_RESOURCES = 40
"""Resources named for one grant; the documents have all."""


def explain(analysis: Analysis, action: str, settings: Settings, role: str | None = None) -> str:
    """All that the analysis says of an action, as lines; what there is instead where it says nothing.

    ``role`` is the only one that the analysis is about. Raises ``UserError`` for what is no action.
    """
    # As the code or a template names it: that may be newer than what is known of AWS.
    meant = [action]
    told, changed = _told(analysis, meant, settings), list(_changed(analysis, meant))
    if not told and not changed:
        meant = actions_meant(action)
        told, changed = _told(analysis, meant, settings), list(_changed(analysis, meant))
    lines = told or _absent(analysis, action, meant, role)
    return "\n".join(map(one_line, (*lines, *changed))) + "\n"


def _told(analysis: Analysis, actions: Sequence[str], settings: Settings) -> list[str]:
    return [*_granted(analysis, actions, settings), *_optional(analysis, actions, settings)]


def _fits(name: str, actions: Sequence[str]) -> bool:
    return any(fnmatchcase(name.lower(), action.lower()) for action in actions)


def _granted(analysis: Analysis, actions: Sequence[str], settings: Settings) -> Iterator[str]:
    """Each grant once, although several policies may have a part of its resources each.

    Resources of a role of a template are named as the template does, here and in what changes.
    """
    infrastructure = analysis.infrastructure
    roles = (*infrastructure.covered, *infrastructure.roles) if infrastructure is not None else ()
    references = {diff.needs.attach_to: references_of(diff.needs.stack) for diff in roles}
    found: dict[object, list[tuple[Policy, Grant]]] = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            if _fits(grant.action, actions):
                alike = (grant.action, grant.conditions, grant.reasons)
                found.setdefault(alike, []).append((policy, grant))
    for parts in found.values():
        policies = few([policy.name for policy, _ in parts], _MAX_NEAR)
        yield f"{parts[0][1].action} is needed, in {'policies' if len(parts) > 1 else 'policy'} {policies}:"
        resources = [
            text
            for policy, grant in parts
            for text in (
                shown_all(grant.resources, references[policy.attach_to])
                if policy.attach_to in references
                else resource_texts(grant.resources, replace(settings.place, names=policy.names))
            )
        ]
        yield from _about(parts[0][1], list(dict.fromkeys(resources)))


def _optional(analysis: Analysis, actions: Sequence[str], settings: Settings) -> Iterator[str]:
    for item in may_need(analysis.may_need):
        if _fits(item.action, actions):
            yield f"{item.action} may be needed, if {item.when}:"
            yield from _about(item, resource_texts(item.resources, settings.place))


def _about(item: Grant | MayNeed, resources: list[str]) -> Iterator[str]:
    yield f"  on {few(resources, _MAX_RESOURCES)}{_conditions(item.conditions)}"
    for reason in item.reasons:
        yield from _reason(reason)


def _conditions(conditions: Iterable[Condition]) -> str:
    keys = [f"{key} ({operator})" for operator, key, _ in conditions]
    return f", where {' and '.join(keys)}" if keys else ""


def _reason(reason: Reason) -> Iterator[str]:
    guess = " (inferred)" if reason.certainty == "inferred" else ""
    detail = f": {reason.detail}" if reason.detail else ""
    yield f"  {reason.span.file}:{reason.span.line} {reason.operation}{guess}{detail}"
    if reason.chain:
        yield f"    reached through {' > '.join(reason.chain)}"
    if reason.source:
        yield f"    rule: {reason.source}"


def _changed(analysis: Analysis, actions: Sequence[str]) -> Iterator[str]:
    """What a role has of it today and does not need as it is."""
    infrastructure = analysis.infrastructure
    for diff in infrastructure.roles if infrastructure is not None else ():
        references = references_of(diff.needs.stack)
        for line in lines_of(diff, *KINDS):
            if any(_fits(change.action, actions) for change in (*line.changes, *line.to)):
                yield f"in {diff.needs.id} ({diff.needs.stack.name}): {change_line(line, references)}"


def _absent(analysis: Analysis, action: str, meant: Sequence[str], role: str | None) -> Iterator[str]:
    services = dict.fromkeys(one.partition(":")[0].lower() for one in meant)
    asked = action if list(meant) == [action] else f"{action} ({few(list(meant), _MAX_NEAR)})"
    near = sorted(
        {
            grant.action
            for policy in analysis.policies
            for grant in policy.grants
            if grant.action.partition(":")[0].lower() in services
        }
    )
    left = open_ends(analysis)
    where = f"what runs under {role}" if role is not None else plural(analysis.files_analysed, "file")
    yield f"no call was found that needs {asked} in {where}"
    if near:
        more = f" and {len(near) - _MAX_NEAR} more" if len(near) > _MAX_NEAR else ""
        yield f"of {few(list(services), _MAX_NEAR)} these are needed: {', '.join(near[:_MAX_NEAR])}{more}"
    for item in analysis.not_granted:
        if item.operation.partition(":")[0].lower() in services:
            yield f"{item.span.file}:{item.span.line} {item.operation} is called: {item.code}"
    if left:
        yield f"not everything is known: {left}"
