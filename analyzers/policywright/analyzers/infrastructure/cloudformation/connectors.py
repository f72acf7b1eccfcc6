"""SAM's connectors: what they let one resource do to another becomes a policy of the role that acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to
from policywright.analyzers.infrastructure.cloudformation.roles import Roles
from policywright.analyzers.infrastructure.cloudformation.sam import connected
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import SAM_TYPES
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, ProblemCode, Workload
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Value

CONNECTOR = "AWS::Serverless::Connector"
_ROLE_PROPERTIES = ("ServiceRoleArn", "RoleArn", "Role")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end: its type, its id when it is a resource of the template, and its attributes."""

    type: str
    id: str | None
    attributes: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One source and one destination of a connector; an end is None where it isn't of this template.

    ``number`` is the destination's among ``several``.
    """

    label: str
    node: Node
    source: End | None
    target: End | None
    access: tuple[str, ...]
    number: int
    several: bool


def connect(scope: Scope, roles: Roles, workloads: list[Workload]) -> None:
    """Adds the policies of all connectors."""
    run_under = {workload.id: workload.role for workload in workloads}
    for one in connections(scope):
        if one.source is None or one.target is None:
            detail = f"{one.label}: what it connects is not a resource of this template"
            scope.template.problem(ProblemCode.UNSUPPORTED, one.node, detail)
            continue
        _one(scope, roles, run_under, one.label, one.node, one.source, one.target, one.access)


def connections(scope: Scope) -> Iterator[Connection]:
    """What the connectors of a template connect."""
    for label, node, source_id, properties in _connectors(scope):
        source_node = properties.get("Source") if source_id is None else properties.get("SourceReference")
        sources = scope.elements(source_node) if source_node else [None]
        targets = list(scope.elements(properties.get("Destination")))
        access = tuple(
            str(one.value) for one in scope.strings(properties.get("Permissions")) if isinstance(one, Const)
        )
        for source in sources:
            for number, target in enumerate(targets):
                yield Connection(
                    label=label, node=node, source=_end(scope, source, source_id),
                    target=_end(scope, target, None), access=access, number=number, several=len(targets) > 1,
                )  # fmt: skip


def _connectors(scope: Scope) -> Iterator[tuple[str, Node, str | None, Node]]:
    """Label, node, id of the source when the connector belongs to it, and properties."""
    for declared in scope.template.resources.values():
        if declared.type == CONNECTOR and declared.properties is not None:
            yield declared.id, declared.node, None, declared.properties
        embedded = declared.node.get("Connectors")
        for name, node in {} if embedded is None else embedded.mapping.items():
            properties = node.get("Properties")
            if properties is not None:
                yield f"{declared.id}{name}", node, declared.id, properties


def _end(scope: Scope, node: Node | None, own: str | None) -> End | None:
    """What an end of a connector is: ``Id`` of a resource, or its type with ARN and name written out."""
    id = own if own is not None else None if node is None else scope.string(node.get("Id"))
    if id is not None:
        declared = scope.template.resources.get(id)
        if declared is None:
            return None
        attributes: dict[str, Value | None] = {
            "Arn": _arn(scope, id), "Name": scope.name_of(id), "ResourceId": scope.reference(id),
        }  # fmt: skip
        return End(type=declared.kind, id=id, attributes=attributes)
    if node is None:
        return None
    kind = scope.string(node.get("Type"))
    if kind is None:
        return None
    names = ("Arn", "Name", "QueueUrl", "ResourceId", "Qualifier", "RoleName")
    values = {name: scope.evaluate(node.get(name)) for name in names}
    found = {name: None if value == NO_VALUE else value for name, value in values.items()}
    return End(
        type=SAM_TYPES.get(kind, kind), id=None, attributes=found
    )  # fmt: skip


def _arn(scope: Scope, id: str) -> Value | None:
    row = scope.types.get(id)
    if row is None:
        return None
    return scope.reference(id, None if row.arn_from == "Ref" else row.arn_from or "Arn")


def _one(
    scope: Scope, roles: Roles, run_under: Mapping[str, str | None], label: str, node: Node,
    source: End, target: End, access: tuple[str, ...],
) -> None:  # fmt: skip
    attributes = {
        **{f"Source.{name}": value for name, value in source.attributes.items()},
        **{f"Destination.{name}": value for name, value in target.attributes.items()},
    }
    statements: list[HeldStatement] = []
    owner: str | None = None
    for one in access:
        found = connected(source.type, target.type, one, attributes, node.span)
        if found is not None:
            owner = found[0]
            statements.extend(found[1])
    if owner is None:
        return
    end = source if owner == "source" else target
    role = run_under.get(end.id or "") or _role_by_name(end, roles) or _own_role(scope, roles, end)
    if role is None:
        detail = f"{label}: the role that it extends can't be told"
        scope.template.problem(ProblemCode.ROLE_NOT_FOUND, node, detail)
        return
    policy = HeldPolicy(
        name=label, kind="connector", statements=tuple(statements), span=node.span,
        site=scope.template.site(node),
    )  # fmt: skip
    roles.add_policy(role, policy)


def _own_role(scope: Scope, roles: Roles, end: End) -> str | None:
    """The role that a rule, data source or pipe names."""
    declared = scope.template.resources.get(end.id or "")
    if declared is not None:
        for name in _ROLE_PROPERTIES:
            role = reference_to(scope.evaluate(declared.get(name)), [one.id for one in roles.all()])
            if role is not None:
                return role
        for target in scope.elements(declared.get("Targets")):
            role = reference_to(scope.evaluate(target.get("RoleArn")), [one.id for one in roles.all()])
            if role is not None:
                return role
    return None


def _role_by_name(end: End, roles: Roles) -> str | None:
    named = end.attributes.get("RoleName")
    return None if named is None else reference_to(named, [role.id for role in roles.all()])
