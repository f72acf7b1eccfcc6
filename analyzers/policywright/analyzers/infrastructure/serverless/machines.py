"""State machines of the plugin serverless-step-functions."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.keys import keys_of_machine
from policywright.analyzers.infrastructure.documents import site_of, statements
from policywright.analyzers.infrastructure.model import (
    Code,
    Definition,
    HeldPolicy,
    Role,
    RuntimeNeed,
    Workload,
)
from policywright.analyzers.infrastructure.runtime import need
from policywright.analyzers.infrastructure.serverless.roles import Roles
from policywright.analyzers.infrastructure.serverless.service import Service, logical, machine_id
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text, Value, alternatives

_GENERATED = "serverless-step-functions writes this policy from the definition at every deployment"
_STATES = ("states.amazonaws.com",)


def machines(service: Service, roles: Roles) -> Iterator[Workload]:
    """A workload for each state machine."""
    for name, node in service.machines.items():
        own = node.get("name")
        id = machine_id(name, node)
        physical: Value = service.value(own) if own is not None else Text((Hole(kind="reference", name=id),))
        given = node.get("role")
        role = roles.named(given, name) if given is not None else _made(service, roles, id, node)
        if given is not None and role in roles.made:
            roles.made[role] = replace(roles.made[role], services=_STATES)
        yield Workload(
            id=name,
            kind="state-machine",
            name=physical,
            span=node.key_span,
            role=role,
            code=Code(),
            definition=_definition(service, node, role),
            needs=tuple(_needs(service, node)),
        )


def _needs(service: Service, node: Node) -> Iterator[RuntimeNeed]:
    """What logging, tracing and a key of its own need; of what the plugin writes nothing is to add."""
    logging = node.get("loggingConfig")
    level = service.text(logging.get("level")) if logging is not None else None
    if logging is not None and (level or "").upper() != "OFF":
        yield from need("state-machine-logs", logging.span)
    tracing = node.get("tracingConfig", "enabled")
    if tracing is not None and tracing.value is not False and service.text(tracing) != "false":
        yield from need("state-machine-tracing", tracing.span)
    key = node.get("encryptionConfig", "KmsKeyId") or node.get("encryptionConfig", "kmsKeyId")
    if key is not None:
        yield from keys_of_machine(service.scope, alternatives(service.value(key)), key.span)


def _definition(service: Service, node: Node, role: str | None) -> Definition | None:
    found = node.get("definition")
    if found is None:
        return None
    depth = len(found.path)
    spans = tuple((inner.path[depth:], inner.span) for inner in found.walk())
    return Definition(data=service.value(_translated(service, found)), spans=spans, role=role)


def _translated(service: Service, node: Node) -> Node:
    """A copy in which the names of functions and machines, which the plugin takes too, are logical ids."""
    single = node.single
    if single is not None and single[0] == "Fn::GetAtt" and isinstance(single[1].value, list):
        first, *rest = single[1].value
        return _with(node, {"Fn::GetAtt": _with(single[1], [_with(first, _id(service, first.text)), *rest])})
    if single is not None and single[0] == "Ref":
        return _with(node, {"Ref": _with(single[1], _id(service, single[1].text))})
    if isinstance(node.value, dict):
        return _with(node, {name: _translated(service, inner) for name, inner in node.value.items()})
    if isinstance(node.value, list):
        return _with(node, [_translated(service, inner) for inner in node.value])
    return node


def _id(service: Service, name: str | None) -> str | None:
    if name in service.scope.types:
        return name
    if name in service.functions:
        return f"{logical(str(name))}LambdaFunction"
    machine = service.machines.get(str(name))
    return machine_id(str(name), machine) if machine is not None else name


def _with(node: Node, value: dict[str, Node] | list[Node] | str | None) -> Node:
    return Node(node.tree, node.path, value, node.raw, node.key_raw, node.shared, node.synthetic, node.alias)


def _made(service: Service, roles: Roles, id: str, node: Node) -> str:
    """The role that the plugin makes: its own policy, and the statements that the machine adds."""
    own = node.get("iamRoleStatements")
    generated = HeldPolicy(name=f"{id}Role", kind="implied", opaque=_GENERATED, span=node.key_span)
    policies = [generated]
    if own is not None:
        policies.append(service.variables.restored(HeldPolicy(
            name="iamRoleStatements", kind="inline", span=own.span, site=site_of(own, "serverless"),
            statements=statements(own, "serverless", service.scope.evaluate),
            statements_site=site_of(own, "serverless"),
        )))  # fmt: skip
    made = f"{id}Role"
    name = Text((Hole(kind="reference", name=made),))
    owner = site_of(node, "serverless")
    roles.made[made] = Role(
        id=made, name=name, span=node.key_span, policies=tuple(policies), owner=owner, services=_STATES
    )
    return made
