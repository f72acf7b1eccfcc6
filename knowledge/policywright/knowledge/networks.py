"""Networks that a request to another service names: subnets, security groups and VPCs, which are EC2's.

What EC2 checks for such a request is on these. A subnet may be shared by another account, which owns it then,
and no request says so: the account stays open.
"""

from __future__ import annotations

from policywright.knowledge import naming, templates
from policywright.knowledge.catalog import Action, ResourceType
from policywright.knowledge.operations import Operation
from policywright.knowledge.paths import select
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct, Value

_PREFIX = "ec2"
_MEMBERS = {
    "subnet": regex(r"(?i)^(?!serviceaccess).*subnet(id)?s?$"),
    "security-group": regex(
        r"(?i)^(?!serviceaccess|.*(cluster|cache|db|default)securitygroup).*securitygroup(id)?s?$"
    ),
    "vpc": regex(r"(?i)^vpcid$"),
}
"""By type, what members that name one are called. Groups of clusters and caches are not EC2's, and what a
service is reached by is not where it puts what it makes."""


def named(
    kind: ResourceType, action: Action, operation: Operation, parameters: Struct, anything: Value
) -> tuple[Value, ...]:
    """What is named of a type; ``anything`` where that is not known or the action makes one, and besides
    where it may be left out."""
    pattern = _MEMBERS.get(kind.name) if kind.prefix == _PREFIX else None
    if pattern is None or naming.is_called_like(kind, action.name):
        return (anything,)
    found: list[Value] = []
    for path in _paths(operation):
        if pattern.search(path.replace("[]", "").rpartition(".")[2]) is None:
            continue
        passed = select(parameters, path)
        if any(item.guessed for item in passed):
            return (anything,)
        found += templates.fill(f"arn:${{Partition}}:ec2:${{Region}}:*:{kind.name}/${{{path}}}", parameters)
        if not all(item.certain for item in passed):
            found.append(anything)
    return tuple(dict.fromkeys(found)) or (anything,)


def _paths(operation: Operation) -> tuple[str, ...]:
    structured = {path.partition(".")[0] for path in operation.paths}
    own = (
        f"{member.name}[]" if member.type == "list" else member.name
        for member in operation.members
        if member.type in ("string", "list")
    )  # fmt: skip
    return (*(path for path in own if path not in structured), *operation.paths)
