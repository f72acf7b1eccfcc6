"""From names in Amazon States Language to botocore's: services, operations and members of requests.

``aws-sdk:`` integrations name services and operations as the AWS SDK for Java 2.x does, in one word and
camelCase; parameters are in PascalCase whatever the API uses
(https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html).
"""

from __future__ import annotations

from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.values import Items, OneOf, Struct, Value


def service_of(name: str, operations: Operations) -> str | None:
    """botocore's client of ``aws-sdk:NAME:...``."""
    small = name.lower()
    found = operations.service_by_id(small) or operations.service_by_id(small + "service")
    if found is not None:
        return found
    return next((one for one in operations.services() if one.replace("-", "") == small), None)


def operation_of(service: str, name: str, operations: Operations) -> str | None:
    """The API operation that a camelCase name means."""
    small = name.lower()
    return next((one for one in operations.names(service) if one.lower() == small), None)


def request(operation: Operation, passed: Struct, rename: dict[str, str]) -> Struct:
    """Parameters of a task as members of the operation, which has lists where the task may give one value."""
    names = {member.name.lower(): member.name for member in operation.members}
    lists = {member.name for member in operation.members if member.type == "list"}
    maps = {member.name for member in operation.members if member.type == "map"}
    nested = _nested(operation)
    lower = bool(operation.members) and all(member.name[:1].islower() for member in operation.members)
    fields: dict[str, Value] = {}
    for given, value in passed.fields:
        name = rename.get(given) or names.get(given.lower(), given)
        inner = value if name in maps else _below(value, name.lower(), nested, lower)
        fields[name] = _listed(inner) if name in lists and given in rename else inner
    maybe = frozenset(rename.get(name) or names.get(name.lower(), name) for name in passed.maybe)
    return Struct(tuple(fields.items()), passed.open, maybe)


def _listed(value: Value) -> Value:
    return value if isinstance(value, Items) else Items((value,))


def _nested(operation: Operation) -> dict[str, str]:
    """Nested members by their path in lower case: ``overrides.taskrolearn`` is ``taskRoleArn``."""
    found: dict[str, str] = {}
    every = (
        *operation.paths, *operation.role_paths, *operation.tag_paths, *operation.loose_role_paths,
        *operation.loose_tag_paths,
    )  # fmt: skip
    for path in every:
        steps = path.replace("[]", "").split(".")
        for end in range(1, len(steps) + 1):
            found[".".join(steps[:end]).lower()] = steps[end - 1]
    return found


def _below(value: Value, path: str, nested: dict[str, str], lower: bool) -> Value:
    match value:
        case Struct(fields=fields, open=is_open, maybe=maybe):
            renamed = {name: _name(name, path, nested, lower) for name, _ in fields}
            return Struct(
                tuple(
                    (renamed[name], _below(inner, f"{path}.{name.lower()}", nested, lower))
                    for name, inner in fields
                ),
                is_open,
                frozenset(renamed.get(name, name) for name in maybe),
            )
        case Items(values=values, open=is_open):
            return Items(tuple(_below(item, path, nested, lower) for item in values), is_open)
        case OneOf(options=options):
            return OneOf(tuple(_below(option, path, nested, lower) for option in options))
    return value


def _name(name: str, path: str, nested: dict[str, str], lower: bool) -> str:
    known = nested.get(f"{path}.{name.lower()}")
    if known is not None:
        return known
    return name[:1].lower() + name[1:] if lower else name
