"""Whether what a role gets is more than IAM takes: the least that its policies have once the edits are made.

Names that only a deployment knows count as one character, so what is said to be too long is that wherever
it is deployed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role
from policywright.analyzers.model import Condition
from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Text, Value, alternatives

_SHORTEST = {"partition": "aws", "region": "us-east-1", "account": "000000000000"}
_NAME = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A policy document, or all of a role's inline ones: they have one limit together."""

    what: str
    limit: int
    policies: tuple[HeldPolicy, ...]
    created: bool = False


def too_long(role: Role, edits: Sequence[Edit]) -> Iterator[str]:
    """A line for each document that gets something and is more than IAM takes then."""
    inline = tuple(one for one in role.policies if one.kind == "inline")
    managed = (one for one in role.policies if one.kind == "customer-managed")
    documents = [
        _Document(what="its inline policies", limit=QUOTAS["role"], policies=inline, created=True),
        *(_Document(what=one.name, limit=QUOTAS["managed"], policies=(one,)) for one in managed),
    ]
    for document in documents:
        made = [edit for edit in edits if edit.statements and _is_in(edit, document)]
        if made and (count := size({"Statement": [*_after(document, edits)]})) > document.limit:
            yield (
                f"{document.what} would have {count:,} characters or more, and IAM takes {document.limit:,}: "
                "it is not written; put what is added into a managed policy of its own, or let it name less"
            )


def _is_in(edit: Edit, document: _Document) -> bool:
    if edit.kind == "create":
        return document.created
    sites = [one.statements_site for one in document.policies]
    sites += [statement.site for one in document.policies for statement in one.statements]
    return edit.site in sites


def _after(document: _Document, edits: Sequence[Edit]) -> Iterator[dict[str, object]]:
    changed = {edit.site: edit for edit in edits if edit.kind in ("replace", "delete")}
    for policy in document.policies:
        if policy.only_if or policy.site in changed:
            continue
        for statement in policy.statements:
            edit = changed.get(statement.site) if statement.site is not None else None
            if edit is not None:
                yield from map(_new, edit.statements)
            elif not statement.only_if and not statement.sometimes:
                yield _held(statement)
    for edit in edits:
        if edit.kind in ("append", "create") and _is_in(edit, document):
            yield from (_new(one) for one in edit.statements if not one.only_if)


def _new(statement: NewStatement) -> dict[str, object]:
    return {
        "Effect": "Allow", "Action": [*statement.actions], "Resource": _shortest(statement.resources),
        **_conditions(statement.conditions),
    }  # fmt: skip


def _held(statement: HeldStatement) -> dict[str, object]:
    actions = (*statement.actions, *statement.not_actions)
    resources = (*statement.resources, *statement.not_resources)
    return {
        "Effect": statement.effect, "Action": _shortest(actions), "Resource": _shortest(resources),
        **_conditions(statement.conditions),
    }  # fmt: skip


def _conditions(conditions: Iterable[Condition]) -> dict[str, object]:
    found = {operator: {key: _shortest(values)} for operator, key, values in conditions}
    return {"Condition": found} if found else {}


def _shortest(values: Iterable[Value]) -> list[str]:
    """Each of the values in as few characters as it can have; of those that are chosen among, one."""
    return [min(map(_text, alternatives(value)), key=len) for value in values]


def _text(value: Value) -> str:
    if isinstance(value, Const):
        return str(value.value)
    if not isinstance(value, Text):
        return _NAME
    return "".join(part if isinstance(part, str) else _SHORTEST.get(part.kind, _NAME) for part in value.parts)
