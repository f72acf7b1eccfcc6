"""AWS managed policies by name or ARN, and policy documents in plain JSON as statements.

The documents are those that AWS had published when ``data/managed_policies.json.xz`` was made (its ``source``
says from what); the file is read when the first one is asked for. ``held_managed`` is what a reader calls.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, PolicyKind, Site
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.values import Const, Text, Value

_PREFIX = ":iam::aws:policy/"


@cache
def _documents() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Path and statements by name."""
    packed = files(__package__).joinpath("data", "managed_policies.json.xz").read_bytes()
    rows = json.loads(lzma.decompress(packed))["policies"]
    return {name: (path, _listed(statements)) for name, (path, statements) in rows.items()}


def managed_name(reference: Value) -> str | None:
    """The name of the AWS managed policy that an ARN (with any partition) or a bare name means.

    A bare name counts only when AWS has such a policy. ``None`` for anything else.
    """
    match reference:
        case Const(value=str() as text):
            pass
        case Text(parts=parts) if isinstance(parts[-1], str):
            text = parts[-1]
        case _:
            return None
    _, found, path = text.partition(_PREFIX)
    if found:
        return path.rpartition("/")[2]
    if isinstance(reference, Text) or text.startswith("arn:"):
        return None
    name = text.rpartition("/")[2]
    return name if name in _documents() else None


def managed_arn(name: str) -> str | None:
    """The ARN of a policy in the partition ``aws``; None when AWS has none of that name."""
    row = _documents().get(name)
    return None if row is None else f"arn:aws{_PREFIX}{row[0].lstrip('/')}{name}"


def held_managed(
    name: str, span: Span, *, kind: PolicyKind = "aws-managed", site: Site | None = None
) -> HeldPolicy:
    """The policy that a template names; ``opaque`` when its document is not among those known."""
    row = _documents().get(name)
    if row is None:
        opaque = f"the document of the AWS managed policy {name} is not known here"
        return HeldPolicy(name=name, kind=kind, span=span, site=site, opaque=opaque)
    return HeldPolicy(name=name, kind=kind, statements=plain_statements(row[1], span), span=span, site=site)


def plain_statements(statements: object, span: Span) -> tuple[HeldStatement, ...]:
    """The statements of a policy document in plain JSON (one or a list), all at one place."""
    return tuple(_statement(one, span) for one in _listed(statements) if isinstance(one, Mapping))


def _statement(row: Mapping[str, Any], span: Span) -> HeldStatement:
    return HeldStatement(
        effect="Deny" if row.get("Effect") == "Deny" else "Allow",
        actions=_values(row.get("Action")), not_actions=_values(row.get("NotAction")),
        resources=_values(row.get("Resource")), not_resources=_values(row.get("NotResource")),
        conditions=tuple(_conditions(row.get("Condition"))), sid=row.get("Sid"), span=span,
    )  # fmt: skip


def _conditions(block: object) -> Iterable[Condition]:
    if not isinstance(block, Mapping):
        return
    for operator, keys in block.items():
        if isinstance(keys, Mapping):
            for key, values in keys.items():
                yield (str(operator), str(key), _values(values))


def _values(found: object) -> tuple[Value, ...]:
    return tuple(Const(one) for one in _listed(found) if isinstance(one, str | int | float | bool))


def _listed(found: object) -> list[Any]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
