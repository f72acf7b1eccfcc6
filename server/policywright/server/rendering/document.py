"""A ``Policy`` as the document of a template language: the same statements, its own way to write a hole.

Plain IAM documents are made by ``policywright.analyzers.assembly``; CloudFormation and Terraform differ from
them only in what stands for an unknown part of a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from policywright.analyzers.assembly import VERSION, Place, matching
from policywright.analyzers.model import Policy, Statement
from policywright.knowledge.values import Hole, Value

Texts = Callable[[Sequence[Value]], list[Any]]
"""How a target writes the values of one list."""


def fixed(hole: Hole, place: Place) -> str | None:
    """What the user said that a hole stands for; ``None`` where a template has an expression of its own."""
    match hole.kind:
        case "region":
            return place.region
        case "account":
            return place.account
        case "partition" if place.partition or place.region:
            return place.fill(hole)
    return None


def one_or_many(texts: Sequence[Any]) -> Any:
    """IAM's short form: a list of one is written as its element."""
    return texts[0] if len(texts) == 1 else list(texts)


def document_with(policy: Policy, texts: Texts) -> dict[str, Any]:
    """The whole document, its elements in the order in which AWS's own documents have them."""
    return {"Version": VERSION, "Statement": [_statement(item, texts) for item in policy.statements]}


def _statement(statement: Statement, texts: Texts) -> dict[str, Any]:
    result: dict[str, Any] = {
        "Sid": statement.sid,
        "Effect": "Allow",
        "Action": one_or_many(statement.actions),
        "Resource": one_or_many(texts(statement.resources)),
    }
    for operator, key, values in statement.conditions:
        how, found = matching(operator, key, values, texts(values))
        result.setdefault("Condition", {}).setdefault(how, {})[key] = one_or_many(found)
    return result
