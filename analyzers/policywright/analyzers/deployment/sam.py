"""SAM's resources as the CloudFormation resources that they become (the table is ``sam.toml``).

In: an evaluated SAM resource. Out: what stands in the transformed template, with the properties that decide
what deploying it calls. ``tests/analyzers/deployment/test_sam.py`` compares with AWS's own translator.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.deployment.selecting import below, present
from policywright.analyzers.infrastructure.cloudformation.template import SAM_TYPES
from policywright.knowledge.records import dataclass
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives

_SERVICE = "lambda.amazonaws.com"
_BASIC = Const("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A resource of the transformed template; ``services`` are those that a role is for."""

    id: str
    type: str
    properties: Struct
    services: tuple[str, ...] = ()


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("sam.toml").read_text("utf-8"))


def expanded(id: str, type: str, properties: Struct) -> Iterator[Expanded]:
    """The resources that one of SAM's becomes.

    What is shared by a template comes once for each that needs it.
    """
    row = _table().get(type)
    if row is None:
        yield Expanded(id=id, type=SAM_TYPES.get(type, type), properties=properties)
        return
    rename: dict[str, str] = row.get("rename", {})
    own = row.get("own", ())
    fields = {rename.get(name, name): value for name, value in properties.fields if name not in own}
    roles = [made for made in row.get("makes", ()) if made.get("role")]
    for made in roles:
        if _applies(made, properties):
            key = "RoleArn" if rename.get("Role") == "RoleArn" else "Role"
            fields[key] = reference(f"{id}Role.Arn")
    for made in row.get("makes", ()):
        if "into" in made and _applies(made, properties):
            _put(fields, made["into"], reference(f"{made['id'].format(id=id)}.Arn"))
    for name in row.get("named", ()):
        fields.setdefault(name, Const(id))
    yield Expanded(id=id, type=SAM_TYPES[type], properties=Struct(tuple(fields.items()), properties.open))
    for made in row.get("makes", ()):
        if _applies(made, properties):
            yield _made(made, id, "", properties, properties)
    for path, rows in row.get("each", {}).items():
        for name, entry in _entries(properties, path):
            for made in rows:
                if _applies(made, entry):
                    yield _made(made, id, name, properties, entry)
    for name, event in _entries(properties, "Events"):
        kind = event.get("Type")
        given = event.get("Properties")
        body = given if isinstance(given, Struct) else Struct(())
        if not isinstance(kind, Const):
            continue
        for made in row.get("events", {}).get(kind.value, ()):
            if _applies(made, body):
                yield _made(made, id, name, properties, body)


def notifying(type: str, properties: Struct) -> Iterator[str]:
    """The ids of the buckets of the template that SAM makes notify a function."""
    for _, event in _entries(properties, "Events") if type == "AWS::Serverless::Function" else ():
        body = event.get("Properties")
        bucket = body.get("Bucket") if event.get("Type") == Const("S3") and isinstance(body, Struct) else None
        for option in alternatives(bucket) if bucket is not None else ():
            if isinstance(option, Text):
                for part in option.parts:
                    if isinstance(part, Hole) and part.kind == "reference" and part.name:
                        yield part.name


def _applies(made: dict[str, Any], properties: Struct) -> bool:
    when, unless = made.get("when"), made.get("unless", ())
    if when is not None and all(present(properties, path) is Tri.NO for path in when):
        return False
    return not any(present(properties, path) is Tri.YES for path in unless)


def _made(made: dict[str, Any], id: str, event: str, function: Struct, body: Struct) -> Expanded:
    fields: dict[str, Value] = {}
    for name, what in made.get("give", {}).items():
        kind, _, other = what.partition(" ")
        fields[name] = reference(other or id) if kind == "Ref" else Const("true")
    for name, taken in ({one: one for one in made.get("like", ())} | made.get("taken", {})).items():
        value = body.get(taken)
        if value is not None:
            fields[name] = value
    if "passes" in made:
        _put(fields, made["passes"], _passed(made, id, event, function, body))
    if "attached" in made:
        fields["Roles"] = Items((reference(made["attached"].format(id=id, event=event)),))
    services = tuple(made.get("services", (_SERVICE,) if made["type"] == "AWS::IAM::Role" else ()))
    if made["type"] == "AWS::IAM::Role":
        fields["AssumeRolePolicyDocument"] = Struct((("Service", Items(tuple(map(Const, services)))),))
    if made.get("role"):
        fields |= _role(function)
    called = next(iter(below(body, made["called"])), None) if "called" in made else None
    name = str(called.value) if isinstance(called, Const) else made["id"].format(id=id, event=event)
    return Expanded(
        id=name, type=made["type"], properties=Struct(tuple(fields.items())),
        services=services,
    )  # fmt: skip


def _passed(made: dict[str, Any], id: str, event: str, function: Struct, body: Struct) -> Value:
    """The role that is given to what is made: the one that is said, else the one that SAM makes for it."""
    for path in (made["given"],) if "given" in made else ():
        for said in (body, function):
            found = next(iter(below(said, path)), None)
            if found is not None:
                return found
    return reference(f"{made['role_id'].format(id=id, event=event)}.Arn")


def reference(name: str) -> Text:
    """What ``Ref`` (a plain name) or ``Fn::GetAtt`` (``Name.Attribute``) gives."""
    return Text((Hole(kind="reference", name=name),))


def _put(fields: dict[str, Value], path: str, value: Value) -> None:
    """A value at a path of properties."""
    name, _, rest = path.partition(".")
    if not rest:
        fields[name] = value
        return
    inner: dict[str, Value] = {}
    _put(inner, rest, value)
    fields[name] = Struct(tuple(inner.items()), open=True)


def _role(function: Struct) -> dict[str, Value]:
    """The role that SAM makes: managed policies by name, everything else inline."""
    attached: list[Value] = [_BASIC]
    inline: list[Value] = []
    for value in below(function, "Policies"):
        for option in alternatives(value):
            for item in option.values if isinstance(option, Items) else (option,):
                (inline if isinstance(item, Struct) else attached).append(item)
    for path, policy in (
        ("Tracing", "AWSXRayDaemonWriteAccess"),
        ("VpcConfig", "AWSLambdaVPCAccessExecutionRole"),
    ):
        if present(function, path) is not Tri.NO:
            attached.append(Const(policy))
    fields: dict[str, Value] = {"ManagedPolicyArns": Items(tuple(attached))}
    if inline or (present(function, "Events") is not Tri.NO and not attached):
        fields["Policies"] = Items(tuple(inline))
    for name, taken in (("PermissionsBoundary", "PermissionsBoundary"), ("RolePath", "Path")):
        found = function.get(name)
        if found is not None:
            fields[taken] = found
    return fields


def _entries(properties: Struct, path: str) -> Iterator[tuple[str, Struct]]:
    """The entries of a property by their names."""
    for value in below(properties, path):
        for option in alternatives(value):
            if isinstance(option, Struct):
                for name, entry in option.fields:
                    for one in alternatives(entry):
                        if isinstance(one, Struct):
                            yield name, one
