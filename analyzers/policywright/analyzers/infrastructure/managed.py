"""AWS managed policies by name or ARN.

The documents are those that AWS had published when ``data/managed_policies.json.xz`` was made (its ``source``
says from what); the file is read when the first one is asked for. ``held_managed`` is what a reader calls.
"""

from __future__ import annotations

import json
import lzma
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.infrastructure.model import HeldPolicy, PolicyKind, Site
from policywright.analyzers.infrastructure.statements import plain_statements
from policywright.analyzers.model import Span
from policywright.knowledge.values import Const, Text, Value

AWS_POLICIES = ":iam::aws:policy/"
"""What the ARN of a policy of AWS's has before its name."""


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
    _, found, path = text.partition(AWS_POLICIES)
    if found:
        return path.rpartition("/")[2]
    if isinstance(reference, Text) or text.startswith("arn:"):
        return None
    name = text.rpartition("/")[2]
    return name if name in _documents() else None


def managed_spelling(name: str) -> str:
    """The name as AWS spells it, whatever the case."""
    lower = name.lower()
    return next((one for one in _documents() if one.lower() == lower), name)


def managed_near(name: str) -> list[str]:
    """Names of policies that are written almost like this one."""
    from difflib import get_close_matches

    return get_close_matches(name.strip(), _documents(), n=3, cutoff=0.85)


def managed_arn(name: str) -> str | None:
    """The ARN of a policy in the partition ``aws``; None when AWS has none of that name."""
    row = _documents().get(name)
    return None if row is None else f"arn:aws{AWS_POLICIES}{row[0].lstrip('/')}{name}"


def managed_document(name: str) -> dict[str, Any] | None:
    """The policy as IAM has it; None when AWS has none of that name."""
    row = _documents().get(name)
    return None if row is None else {"Version": "2012-10-17", "Statement": row[1]}


def held_managed(
    name: str, span: Span, *, kind: PolicyKind = "aws-managed", site: Site | None = None
) -> HeldPolicy:
    """The policy that a template names; ``opaque`` when its document is not among those known."""
    row = _documents().get(name)
    if row is None:
        opaque = f"the document of the AWS managed policy {name} is not known here"
        return HeldPolicy(name=name, kind=kind, span=span, site=site, opaque=opaque)
    return HeldPolicy(name=name, kind=kind, statements=plain_statements(row[1], span), span=span, site=site)


def _listed(found: object) -> list[Any]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
