"""The published diff of ``generate``: per role what changes and why, and the patch of the templates.

This is the value of ``diff`` in the report (``schema/report-v1.json``); null where nothing was compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.comparison import Change, RoleDiff
from policywright.analyzers.infrastructure.references import Attribute, Expression, References, references_of
from policywright.knowledge.values import Value
from policywright.server.report import Settings, attach_json, reasons

Json = dict[str, Any]
_PSEUDO = {"region": "${AWS::Region}", "account": "${AWS::AccountId}", "partition": "${AWS::Partition}"}


def build_diff(infrastructure: Infrastructure, settings: Settings) -> Json:
    """The diff of all roles, in the order of the stacks."""
    return {
        "roles": [_role(diff, settings) for diff in infrastructure.roles],
        "patch": patch_text(infrastructure),
        "refused": [line for patch in infrastructure.patches for line in patch.refused],
    }


def grouped(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Changes that say the same of several actions, together: what one statement grants and nobody needs."""
    found: dict[object, list[Change]] = {}
    for number, change in enumerate(changes):
        alike = change.kind in ("removed", "kept") and not change.reasons
        key = (change.kind, change.span, change.before, change.detail) if alike else number
        found.setdefault(key, []).append(change)
    return [tuple(group) for group in found.values()]


def actions_text(group: Iterable[Change], quote: Callable[[str], str] = str, most: int = 4) -> str:
    """The actions of a group: ``s3:GetObject, s3:PutObject and 3 more``."""
    names = [quote(change.action) for change in group]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def patch_text(infrastructure: Infrastructure) -> str:
    """One unified diff of all files; empty when the templates are right as they are."""
    return "".join(patch.diff() for patch in infrastructure.patches)


def _role(diff: RoleDiff, settings: Settings) -> Json:
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
        "reasons": reasons(change.reasons, settings),
        "statement": None if span is None else {"file": span.file, "line": span.line, "column": span.column},
    }


def shown_all(values: Iterable[Value], references: References) -> list[str]:
    """Patterns as a person reads them, each once, in order."""
    return list(dict.fromkeys(shown(value, references) for value in values))


def shown(value: Value, references: References) -> str:
    """A pattern in the words of the template: ``Orders.Arn``, ``${Inbox.Arn}/*``."""
    pieces = references.native(references.canonical(value))
    texts = []
    for piece in pieces:
        match piece:
            case str():
                texts.append(piece)
            case Attribute(id=id, attribute=attribute):
                name = id if attribute == "Ref" else f"{id}.{attribute}"
                texts.append(name if len(pieces) == 1 else f"${{{name}}}")
            case Expression(text=text):
                texts.append(f"${{{text}}}")
            case _:
                texts.append("*" if references.terraform else _PSEUDO[piece.kind])
    return "".join(texts)
