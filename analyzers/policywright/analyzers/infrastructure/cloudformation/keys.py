"""What templates say of keys, as ARNs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to, shown
from policywright.analyzers.infrastructure.given import has_arn
from policywright.analyzers.infrastructure.model import RuntimeNeed
from policywright.analyzers.infrastructure.runtime import need
from policywright.analyzers.infrastructure.types import arn_value, physical_name, resource_type
from policywright.analyzers.model import Span
from policywright.knowledge.values import Const, Hole, Text, Value


def key_arn(scope: Scope, value: Value) -> Value | None:
    """What names a key (id, ARN, alias, parameter) as a key's ARN; None for keys that AWS manages."""
    row = resource_type("AWS::KMS::Key")
    text = shown(value)
    if row is None or not text or "alias/aws/" in text or text == "None":
        return None
    aliases = {one.id: one for one in scope.template.of_kind("AWS::KMS::Alias")}
    keys = {one.id for one in scope.template.of_kind("AWS::KMS::Key", "AWS::KMS::ReplicaKey")}
    own = reference_to(value, keys)
    if own is not None:
        return arn_value(row, physical_name(own))
    alias = reference_to(value, aliases)
    if alias is None and text.startswith("alias/"):
        names = {shown(scope.evaluate(one.get("AliasName"))): one.id for one in aliases.values()}
        alias = names.get(text)
    if alias is not None:
        return key_arn(scope, scope.evaluate(aliases[alias].get("TargetKeyId")))
    anything = arn_value(row, Text((Hole(kind="unknown"),)))
    if isinstance(value, Const):
        if text.startswith("alias/") or ":alias/" in text:
            return anything
        return value if text.startswith("arn:") else arn_value(row, value)
    if isinstance(value, Text):
        if isinstance(value.parts[0], str) and value.parts[0].startswith("arn"):
            return anything if any(":alias/" in str(part) for part in value.parts) else value
        # A parameter: its name is all there is to tell an ARN from an id by.
        return value if has_arn(text) else anything
    return anything


def keys_of_machine(scope: Scope, named: Iterable[Value], span: Span) -> Iterator[RuntimeNeed]:
    """What a state machine with a key of its own needs, whichever of them it is."""
    for value in named:
        if (arn := key_arn(scope, value)) is not None:
            yield from need("state-machine-key", span, arn=arn)
