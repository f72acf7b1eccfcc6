"""What a request to another service names by an id that both have: networks of EC2, directories, things.

What is checked for such a request is on these. A subnet may be shared by another account, which owns it then,
and no request says so: of networks the account stays open.
"""

from __future__ import annotations

from policywright.knowledge import naming, templates
from policywright.knowledge.catalog import Action, ResourceType
from policywright.knowledge.operations import Operation
from policywright.knowledge.paths import select
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct, Value

_NETWORKS = "ec2"
_MEMBERS = {
    "ec2:subnet": regex(r"(?i)^(?!serviceaccess).*subnet(id)?s?$"),
    "ec2:security-group": regex(
        r"(?i)^(?!serviceaccess|.*(cluster|cache|db|default)securitygroup).*securitygroup(id)?s?$"
    ),
    "ec2:vpc": regex(r"(?i)^vpcid$"),
    "amplify:apps": regex(r"(?i)^appid$"),
    "cleanrooms:collaboration": regex(r"(?i)^collaborationid(entifier)?$"),
    "ds:directory": regex(r"(?i)^directoryid$"),
    "identitystore:Identitystore": regex(r"(?i)^identitystoreid$"),
    "iot:thing": regex(r"(?i)^thingname$"),
}
"""By type, what members that name one are called in any service (botocore says of what they are).
Groups of clusters and caches are not EC2's, and what a service is reached by is not where it puts what it
makes."""


def named(
    kind: ResourceType, action: Action, operation: Operation, parameters: Struct, anything: Value
) -> tuple[Value, ...]:
    """What is named of a type; ``anything`` where that is not known or the action makes one (or takes away
    what was made), and besides where it may be left out."""
    pattern = _MEMBERS.get(f"{kind.prefix}:{kind.name}")
    own = naming.own_variable(kind.arn)
    changed = naming.is_called_like(kind, action.name) and not action.name.startswith(("Get", "Describe"))
    if pattern is None or own is None or changed:
        return (anything,)
    form = kind.arn.replace("${Account}", "*") if kind.prefix == _NETWORKS else kind.arn
    found: list[Value] = []
    for path in _paths(operation):
        if pattern.search(path.replace("[]", "").rpartition(".")[2]) is None:
            continue
        passed = select(parameters, path)
        if any(item.guessed for item in passed):
            return (anything,)
        found += templates.fill(form.replace(f"${{{own}}}", f"${{{path}}}"), parameters)
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
