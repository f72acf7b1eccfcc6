"""AWS's managed policies, for the checks that take them as a witness of what operations need."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data


def managed_documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """AWS's managed policies, by name."""
    yield from json.loads(aws_managed_policies_data).items()


def statements_of(policy: dict[str, Any]) -> list[dict[str, Any]]:
    statements = policy["Document"]["Statement"]
    return statements if isinstance(statements, list) else [statements]


def managed_statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """The statements of all of them, with the policy's name."""
    for name, policy in managed_documents():
        for statement in statements_of(policy):
            yield name, statement


def condition_values(statement: dict[str, Any], key: str) -> Iterator[str]:
    """What a condition on a key says, whatever the operator."""
    for keys in statement.get("Condition", {}).values():
        for name, said in keys.items():
            if name.lower() == key.lower():
                yield from [said] if isinstance(said, str) else said
