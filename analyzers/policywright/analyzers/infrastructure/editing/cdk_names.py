"""What a place in the source of a CDK application can name: variables of constructs that make resources."""

from __future__ import annotations

from policywright.analyzers.infrastructure.cdk.application import Application, Found
from policywright.analyzers.infrastructure.editing.cdk_values import Style
from policywright.analyzers.infrastructure.model import Stack

Names = dict[str, tuple[str, str, int]]
"""Logical id to variable (or expression), class and line."""
OWN_KEYS = {
    "AWS::S3::Bucket": "encryptionKey", "AWS::DynamoDB::Table": "encryptionKey", "AWS::SQS::Queue":
    "encryptionMasterKey", "AWS::Kinesis::Stream": "encryptionKey",
}  # fmt: skip
"""The property that is the key which a construct has, given or its own. Source: the CDK API reference."""


def names_at(application: Application, stack: Stack, near: Found, *, before: int | None = None) -> Names:
    """The constructs that the place of one can name, above the line ``before`` if that is given.

    Those made in the same body, and fields that the class sets in another one further up.
    """
    found: Names = {}
    own = near.source.shape.own
    where = near.construct.call.where
    for id in application.paths:
        other = application.known(id)
        if other is None or other.source is not near.source:
            continue
        one = other.construct
        if one.variable is None or one.owner != where.owner or one.call.where.looped:
            continue
        if near.source.made_by(one.variable, where) is not one:
            continue
        same = one.call.where.block == where.block
        is_field = one.variable.startswith(own) and one.line < near.construct.line
        expression = _expression(application, stack, id, other, one.variable)
        if expression and (same or is_field) and (before is None or one.line < before):
            found[id] = (expression, one.kind, one.line)
    return found


def _expression(application: Application, stack: Stack, id: str, found: Found, variable: str) -> str:
    """What names a resource: its construct's variable, or the key that the construct makes for itself."""
    if not application.is_part(id, found):
        return variable
    resource = stack.resource(id)
    name = ""
    for other in stack.resources:
        maker = application.known(other.id) if other.type in OWN_KEYS else None
        if maker is not None and maker.construct is found.construct:
            name = OWN_KEYS[other.type]
    if resource is None or resource.type != "AWS::KMS::Key" or not name:
        return ""
    style = Style.of(found.source.text, python=found.source.python)
    return f"{variable}.{style.key_of(name)}"
