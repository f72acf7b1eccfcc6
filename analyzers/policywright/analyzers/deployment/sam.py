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
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives, one_of

_SERVICE = "lambda.amazonaws.com"
_BASIC = Const("AWSLambdaBasicExecutionRole")
_TRACES = Const("AWSXrayWriteOnlyAccess")
_OF_ALIAS = frozenset(("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"))
"""What is given the alias of a function, where it has one."""
_CREATED_BY = Struct((("lambda:createdBy", Const("SAM")),))

IMPLICIT = {"ServerlessRestApi": "AWS::Serverless::Api", "ServerlessHttpApi": "AWS::Serverless::HttpApi"}
"""APIs that events of functions make where they name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A resource of the transformed template; ``services`` are those that a role is for. What is ``retained``
    is never deleted.
    """

    id: str
    type: str
    properties: Struct
    services: tuple[str, ...] = ()
    retained: bool = False


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
    fields: dict[str, Value] = {}
    for name, value in properties.fields:
        if name not in own:
            _put(fields, rename.get(name, name), _uploaded(type, name, value))
    if properties.get("PackageType") == Const("Image"):
        # A folder beside it is what the image is built from.
        image = properties.get("ImageUri") or Text((Hole(kind="unknown"),))
        fields["Code"] = _uploaded(type, "ImageUri", image)
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
    if row.get("tagged"):
        fields.setdefault("Tags", _CREATED_BY)
    yield Expanded(
        id=id, type=SAM_TYPES[type], properties=Struct(tuple(fields.items()), properties.open),
        retained=_retained(row, properties),
    )  # fmt: skip
    for made in row.get("makes", ()):
        if _applies(made, properties):
            yield _made(made, id, "", properties, properties)
    for path, rows in row.get("each", {}).items():
        for name, entry in _entries(properties, path):
            for made in rows:
                if _applies(made, entry):
                    yield _made(made, id, name, properties, entry)
    for name, event in _entries(properties, "Events"):
        given = event.get("Properties")
        body = given if isinstance(given, Struct) else Struct(())
        for made in row.get("events", {}).get(_kind(event), ()):
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


def _part(made: dict[str, Any], id: str, function: Struct) -> str:
    """Whom events call and who is permitted to: the alias, where the function is published under one."""
    alias = function.get("AutoPublishAlias") is not None and made["type"] in _OF_ALIAS
    return f"{id}Alias" if alias else id


def _made(made: dict[str, Any], id: str, event: str, function: Struct, body: Struct) -> Expanded:
    fields: dict[str, Value] = {}
    for name, what in made.get("give", {}).items():
        kind, _, other = what.partition(" ")
        named = other.format(id=id, event=event) or _part(made, id, function)
        given = reference(named) if kind == "Ref" else Const(what)
        _put(fields, name, given)
    for name, taken in ({one: one for one in made.get("like", ())} | made.get("taken", {})).items():
        value = body.get(taken)
        if value is not None:
            fields[name] = value
        elif "." in taken and (inside := list(below(body, taken))):
            fields[name] = one_of(inside)
    if "passes" in made:
        _put(fields, made["passes"], _passed(made, id, event, function, body))
    if "attached" in made:
        fields["Roles"] = Items((reference(made["attached"].format(id=id, event=event)),))
    services = tuple(made.get("services", (_SERVICE,) if made["type"] == "AWS::IAM::Role" else ()))
    if made["type"] == "AWS::IAM::Role":
        trust = function.get("AssumeRolePolicyDocument") if made.get("role") else None
        services = services if trust is None else ()
        fields["AssumeRolePolicyDocument"] = trust or Struct(
            (("Service", Items(tuple(map(Const, services)))),)
        )
    if made.get("tagged") or function.get("PropagateTags") == Const(True):
        fields.setdefault("Tags", function.get("Tags") or _CREATED_BY)
    if made.get("role"):
        fields |= _role(function, _table()["roles"] if "services" not in made else {})
    called = next(iter(below(body, made["called"])), None) if "called" in made else None
    name = str(called.value) if isinstance(called, Const) else made["id"].format(id=id, event=event)
    return Expanded(
        id=name, type=made["type"], properties=Struct(tuple(fields.items())),
        services=services, retained=_retained(made, function),
    )  # fmt: skip


def _retained(row: dict[str, Any], properties: Struct) -> bool:
    said = (properties.get("RetentionPolicy"), properties.get("VersionDeletionPolicy"))
    return bool(row.get("retained")) and Const("Delete") not in said


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


def _role(function: Struct, of_functions: dict[str, Any]) -> dict[str, Value]:
    """The role that SAM makes: managed policies by name, everything else inline.

    A function's has what its events, destinations and settings need, too.
    """
    attached: list[Value] = [_BASIC] if of_functions else []
    inline: list[Value] = []
    for value in below(function, "Policies"):
        for option in alternatives(value):
            for item in option.values if isinstance(option, Items) else (option,):
                (inline if isinstance(item, Struct) else attached).append(item)
    traced = function.get("Tracing")
    if traced is not None and traced != Const("Disabled"):
        attached += [] if present(traced, "Enabled") is Tri.NO and not of_functions else [_TRACES]
    if of_functions and present(function, "VpcConfig") is not Tri.NO:
        attached.append(Const("AWSLambdaVPCAccessExecutionRole"))
    written = any(present(function, path) is not Tri.NO for path in of_functions.get("inline", ()))
    for _, event in _entries(function, "Events") if of_functions else ():
        for row in of_functions["events"].get(_kind(event), ()):
            if _applies(row, event):
                attached += [Const(row["managed"])] if "managed" in row else []
                written = written or "managed" not in row
    fields: dict[str, Value] = {"ManagedPolicyArns": Items(tuple(dict.fromkeys(attached)))}
    if inline or written:
        fields["Policies"] = Items((*inline, *((Const("true"),) if written else ())))
    for name, taken in (("PermissionsBoundary", "PermissionsBoundary"), ("RolePath", "Path")):
        found = function.get(name)
        if found is not None:
            fields[taken] = found
    return fields


def _kind(event: Struct) -> str:
    kind = event.get("Type")
    return str(kind.value) if isinstance(kind, Const) else ""


_IN_S3 = {"Version": "S3ObjectVersion", "Bucket": "S3Bucket", "Key": "S3Key"}
"""What SAM calls the parts of where code is, as CloudFormation calls them for functions and layers."""


def _uploaded(type: str, name: str, value: Value) -> Value:
    """Code, a definition or a layer as CloudFormation has it; what is in a local folder stays a text."""
    if name == "ImageUri":
        return Struct((("ImageUri", value),))
    if name == "InlineCode":
        return Struct((("ZipFile", value),))
    if name not in ("CodeUri", "ContentUri", "DefinitionUri"):
        return value
    short = name == "DefinitionUri"
    if isinstance(value, Const) and isinstance(value.value, str) and value.value.startswith("s3://"):
        bucket, _, key = value.value.removeprefix("s3://").partition("/")
        value = Struct((("Bucket", Const(bucket)), ("Key", Const(key))))
    if not isinstance(value, Struct) or short:
        return value
    return replace(value, fields=tuple((_IN_S3.get(name, name), one) for name, one in value.fields))


def merged(shared: Value, own: Value) -> Value:
    """What ``Globals`` say and the resource itself: mappings and lists of both, else the resource's own.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
    """
    match shared, own:
        case Struct(), Struct():
            fields = dict(shared.fields)
            for name, value in own.fields:
                fields[name] = merged(fields[name], value) if name in fields else value
            maybe = (shared.maybe - {name for name, _ in own.fields}) | own.maybe
            return Struct(tuple(fields.items()), shared.open or own.open, maybe)
        case Items(), Items():
            return Items((*shared.values, *own.values), shared.open or own.open)
    return own


def _entries(properties: Struct, path: str) -> Iterator[tuple[str, Struct]]:
    """The entries of a property by their names."""
    for value in below(properties, path):
        for option in alternatives(value):
            if isinstance(option, Struct):
                for name, entry in option.fields:
                    for one in alternatives(entry):
                        if isinstance(one, Struct):
                            yield name, one
