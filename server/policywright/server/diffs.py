"""The published diff of ``generate``: per role what changes and why, and the patch of the templates.

This is the value of ``diff`` in the report (``schema/report-v1.json``); null where nothing was compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.references import (
    References,
    references_of,
)
from policywright.analyzers.infrastructure.role_diff import Change, ChangeKind, Granted, RoleDiff
from policywright.analyzers.model import Condition
from policywright.knowledge.isolation import heard
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Value
from policywright.server.published import Json, Settings, attach_json, reasons


def build_diff(infrastructure: Infrastructure, settings: Settings) -> Json:
    """The diff of all roles, in the order of the stacks."""
    return {
        "roles": [_role(diff, settings) for diff in infrastructure.roles],
        "patch": patch_text(infrastructure),
        "edited": [line for patch in infrastructure.patches for line in patch.said],
        "refused": [line for patch in infrastructure.patches for line in patch.refused],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a person reads as one change: a missing permission, or a held grant that is too wide.

    ``to`` is what a narrowed grant is left with; ``changes`` what the line is about otherwise.
    """

    kind: ChangeKind
    changes: tuple[Change, ...]
    to: tuple[Change, ...] = ()

    @property
    def first(self) -> Change:
        return self.changes[0]


_IN_VAIN = "no code needs what no other policy grants"
"""Of a grant that goes as a whole, for more than one reason."""
KINDS: tuple[ChangeKind, ...] = ("added", "widened", "narrowed", "removed", "kept")


def is_right(diff: RoleDiff) -> bool:
    """Whether a role without changes is as it should be: all is known of what it has and needs."""
    role = diff.needs.role
    known = diff.needs.complete and not diff.unknown and not diff.perhaps
    return known and role is not None and all(one.opaque is None for one in role.policies)


def role_names(roles: Sequence[RoleDiff]) -> list[str]:
    """What roles are called, with their template where several have that name."""
    known = Counter(diff.needs.id for diff in roles)
    return [
        f"{diff.needs.stack.name}:{diff.needs.id}" if known[diff.needs.id] > 1 else diff.needs.id
        for diff in roles
    ]


def lines_of(diff: RoleDiff, *kinds: ChangeKind) -> list[Line]:
    """A role's changes of some kinds, in the order of the kinds; what stays as it is has no line."""
    heard()
    groups: dict[object, list[Change]] = {}
    for number, change in enumerate(diff.of(*KINDS)):
        alike = change.kind in ("removed", "kept") and not change.reasons
        key: object = (change.kind, change.span, change.before, change.detail) if alike else number
        groups.setdefault(change.grant.number if change.grant is not None else (key,), []).append(change)
    for group in groups.values():
        details = {change.detail for change in group}
        if group[0].kind == "removed" and len(details) > 1 and len({one.kind for one in group}) == 1:
            group[:] = [replace(one, detail=_IN_VAIN) for one in group]
    stays = [change for change in diff.of("unchanged") if change.grant is not None]
    found: list[Line] = []
    for group in groups.values():
        grant = group[0].grant
        left = [change for change in group if change.kind == "narrowed"]
        same = [one for one in stays if grant and one.grant and one.grant.number == grant.number]
        if grant is not None and (left or (grant.policy is not None and same)):
            left += same
            found.append(Line(kind="narrowed", changes=tuple(group), to=tuple(left)))
        else:
            found.append(Line(kind=group[0].kind, changes=tuple(group)))
    return sorted((one for one in found if one.kind in kinds), key=lambda one: KINDS.index(one.kind))


def tally(lines: Iterable[Line]) -> str:
    """``2 added, 1 narrowed``; empty for none."""
    counts = Counter(line.kind for line in lines)
    return ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])


def held_text(grant: Granted, references: References, quote: Callable[[str], str] = str) -> str:
    """A held grant: the name of its policy, or ``s3:*, sqs:* on *``."""
    if grant.policy is not None:
        return quote(grant.policy)
    return f"{names_text(grant.actions, quote)} on {places_text(grant.resources, references, quote)}"


def left_text(line: Line, references: References, quote: Callable[[str], str] = str) -> str:
    """What a narrowed grant is left with: ``s3:GetObject on ${In.Arn}/*; sqs:SendMessage on Inbox.Arn``."""
    by_place: dict[tuple[str, tuple[Condition, ...]], list[str]] = {}
    for change in line.to:
        place = (places_text(change.resources, references, quote), change.conditions)
        by_place.setdefault(place, []).append(change.action)
    return "; ".join(
        f"{names_text(dict.fromkeys(actions), quote)} on {where}"
        f"{''.join(_condition_text(one, references, quote) for one in conditions)}"
        for (where, conditions), actions in by_place.items()
    )


def _condition_text(condition: Condition, references: References, quote: Callable[[str], str]) -> str:
    """`` where iam:PassedToService is ecs-tasks.amazonaws.com``; other operators by their name."""
    operator, key, values = condition
    wanted = " or ".join(map(quote, shown_all(values, references)))
    return f" where {quote(key)} {'is' if operator == 'StringEquals' else quote(operator)} {wanted}"


def actions_text(group: Iterable[Change], quote: Callable[[str], str] = str) -> str:
    """The actions of changes: ``s3:GetObject, s3:PutObject and 3 more``."""
    return names_text(dict.fromkeys(change.action for change in group), quote)


def names_text(names: Iterable[str], quote: Callable[[str], str] = str, most: int = 4) -> str:
    """A few names and how many more."""
    found = [quote(name) for name in names]
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def patch_text(infrastructure: Infrastructure) -> str:
    """One unified diff of all files; empty when the templates are right as they are."""
    found = []
    for patch in infrastructure.patches:
        heard()
        found.append(patch.diff())
    return "".join(found)


def _role(diff: RoleDiff, settings: Settings) -> Json:
    heard()
    needs = diff.needs
    references = references_of(needs.stack)
    return {
        "role": needs.id,
        "attach_to": attach_json(needs.attach_to),
        "template": needs.stack.name,
        "functions": [workload.id for workload in needs.workloads],
        "complete": needs.complete,
        "changes": [_change(change, references, settings) for change in diff.changes],
        "notes": list(diff.notes),
    }


def _change(change: Change, references: References, settings: Settings) -> Json:
    span = change.span
    return {
        "change": change.kind,
        "action": change.action,
        "resources": shown_all(change.resources, references),
        "before": shown_all(change.before, references),
        "detail": change.detail,
        "held": None if change.grant is None else held_text(change.grant, references),
        "reasons": reasons(change.reasons, settings),
        "statement": None if span is None else {"file": span.file, "line": span.line, "column": span.column},
    }


def places_text(values: Iterable[Value], references: References, quote: Callable[[str], str] = str) -> str:
    """A few resources, as a patch would write them, and how many more."""
    return names_text(dict.fromkeys(map(references.written, values)), quote)


def shown_all(values: Iterable[Value], references: References) -> list[str]:
    """Patterns as a person reads them, each once, in order."""
    return list(dict.fromkeys(map(references.shown, values)))
