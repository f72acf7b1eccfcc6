"""What SAM's connectors become: policies of the roles that act, or of what is acted on.

``tests/analyzers/deployment/test_sam.py`` compares with AWS's own translator, whose table of pairs is
``infrastructure.cloudformation.sam``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policywright.analyzers.deployment.sam import Expanded, reference
from policywright.analyzers.deployment.selecting import below
from policywright.analyzers.infrastructure.cloudformation.connectors import Connection, End, connections
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.sam import extended
from policywright.analyzers.model import Span
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives

_ROLES = ("Role", "RoleArn", "ServiceRoleArn", "Targets.RoleArn")
_ALLOWING = {
    "AWS::SQS::Queue": ("QueuePolicy", "AWS::SQS::QueuePolicy", "Queues"),
    "AWS::SNS::Topic": ("TopicPolicy", "AWS::SNS::TopicPolicy", "Topics"),
}
"""By what is acted on: the end of the id, the type and the property that names it."""


def connecting(scope: Scope, found: Mapping[str, Expanded]) -> Iterator[tuple[Expanded, Span]]:
    """The resources that connectors become, among everything else that the template becomes."""
    for one in connections(scope):
        if one.source is None or one.target is None:
            continue
        number = f"Destination{one.number}" if one.several else ""
        for made in _made(one, one.source, one.target, number, found):
            yield made, one.node.span


def told(scope: Scope) -> set[str]:
    """The connectors of which every end is known."""
    parts = list(connections(scope))
    return {one.label for one in parts} - {
        one.label for one in parts if one.source is None or one.target is None
    }


def _made(
    one: Connection, source: End, target: End, number: str, found: Mapping[str, Expanded]
) -> Iterator[Expanded]:
    whose = extended(source.type, target.type)
    if whose is not None:
        roles = _roles(source if whose == "source" else target, found)
        fields = (("PolicyDocument", Const("true")), ("Roles", Items(roles)))
        yield Expanded(
            id=f"{one.label}Policy{number}", type="AWS::IAM::ManagedPolicy", properties=Struct(fields)
        )
    elif target.type == "AWS::Lambda::Function":
        for access in one.access:
            id = f"{one.label}{access}LambdaPermission{number}"
            given = Struct((("FunctionName", _named(target)),))
            yield Expanded(id=id, type="AWS::Lambda::Permission", properties=given)
    elif target.type in _ALLOWING:
        end, type, name = _ALLOWING[target.type]
        given = Struct(((name, Items((_named(target),))),))
        yield Expanded(id=f"{one.label}{end}{number}", type=type, properties=given)


def _named(end: End) -> Value:
    if end.id is not None:
        return reference(end.id)
    return end.attributes.get("Arn") or Text((Hole(kind="unknown"),))


def _roles(end: End, found: Mapping[str, Expanded]) -> tuple[Value, ...]:
    """The names of the roles that an end acts with."""
    named = end.attributes.get("RoleName")
    if named is not None:
        return (named,)
    made = found.get(end.id) if end.id is not None else None
    given = Struct(()) if made is None else made.properties
    roles = [option for path in _ROLES for one in below(given, path) for option in alternatives(one)]
    return tuple(map(_name, roles)) or (Text((Hole(kind="unknown"),)),)


def _name(role: Value) -> Value:
    """A role's name by its ARN: of a role of the template what ``Ref`` gives."""
    if isinstance(role, Const) and str(role.value).startswith("arn:"):
        return Const(str(role.value).rpartition("/")[2])
    if isinstance(role, Text) and len(role.parts) == 1:
        (part,) = role.parts
        if isinstance(part, Hole) and part.kind == "reference" and (part.name or "").endswith(".Arn"):
            return reference((part.name or "").removesuffix(".Arn"))
    return Text((Hole(kind="unknown"),))
