"""A project's deployment as requests: each operation of a resource with the arguments that its properties give.

What is called comes from the handlers of CloudFormation's schemas and from the operations of the provider's
resources; whether a resource brings an operation about is told by its arguments here, not by our rows: what only
some resources need has a member that only their properties fill. What AWS checks of a request is its action in the
service authorization reference, on the ARNs of all that the request names or makes, as far as the action is about
such resources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from botocore.model import Shape
from tests.analyzers.deployment.truth import ACCOUNT, REGION, code
from tests.knowledge.calls import minimal, model

from policywright.knowledge.catalog import Catalog, ResourceType
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.naming import norm
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

FACTS = Path(__file__).parents[3] / "knowledge" / "policywright" / "knowledge" / "facts"
"""What the knowledge store is made from: no part of what is installed."""
STACK = "shop"
SUFFIX = "1A2B3C4D5E6F"
"""What CloudFormation puts behind names that it makes."""
LOOKS = ("Get", "List", "Describe", "Head", "BatchGet", "Lookup", "Search")
TAKES = (
    "Delete",
    "Remove",
    "Terminate",
    "Release",
    "Deregister",
    "Disassociate",
    "Detach",
    "Schedule",
    "Untag",
)
PHASES = {"create": "c", "read": "r", "update": "u", "delete": "d"}
_REFERENCE: dict[str, dict[str, list[str]]] = {
    client: {name: [one for one in actions if isinstance(one, str)] for name, actions in operations.items()}
    for client, operations in json.loads((FACTS / "authorization.json").read_text("utf-8"))["clients"].items()
}
_TERRAFORM = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+)\.([a-z_]+)\}")
_SUB = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.([A-Za-z.]+))?\}")

NAMES: dict[str, dict[str, str]] = {
    "AWS::IAM::InstanceProfile": {"RoleName": "Roles"},
    "AWS::IAM::Policy": {"RoleName": "Roles"},
    "aws_iam_policy": {"PolicyDocument": "policy"},
    "aws_iam_role_policy": {"PolicyDocument": "policy"},
    "AWS::S3::Bucket": {"ServerSideEncryptionConfiguration": "BucketEncryption"},
    "AWS::ECR::Repository": {"lifecyclePolicyText": "LifecyclePolicy"},
    "AWS::Route53::RecordSet": {"ChangeBatch": "ResourceRecords"},
    "aws_route53_record": {"ChangeBatch": "records"},
}
"""Type -> member -> property, where these are called otherwise and no rule says so."""
ACTIONS = {"cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution"}
"""Operations that are checked by an action of another name, where the reference has more for them."""
OWN = {
    "ResourceARN",
    "ResourceArn",
    "ResourceArns",
    "resourceArn",
    "ResourceId",
    "Resources",
    "Resource",
    "resource",
}
"""Members of requests about anything that say what they are about."""


@dataclass(slots=True)
class Resource:
    """One resource of a project; ``known`` is what is known of it by names: its properties, what making it said."""

    id: str
    type: str
    properties: dict[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    arns: list[str] = field(default_factory=list)

    @property
    def noun(self) -> str:
        return norm(self.type.rpartition("::")[2] if "::" in self.type else self.type)


@dataclass(frozen=True, slots=True)
class Step:
    """An operation of a resource in a phase, with the IAM action that it is checked by."""

    client: str
    operation: str
    action: str
    phase: str


def template_of(folder: Path) -> list[Resource]:
    from cfnlint.decode import cfn_yaml

    source = json.loads(json.dumps(cfn_yaml.loads((folder / "template.yaml").read_text("utf-8"))))
    return [Resource(id, one["Type"], one.get("Properties", {})) for id, one in source["Resources"].items()]


def configuration_of(folder: Path) -> list[Resource]:
    source = json.loads((folder / "main.tf.json").read_text("utf-8"))
    return [
        Resource(f"{type}.{name}", type, body)
        for type, named in source["resource"].items()
        for name, body in named.items()
    ]


def steps(one: Resource) -> tuple[Step, ...]:
    """All operations of a type, by phase, in the order in which its handlers list them."""
    return _steps(one.type, one.noun)


@cache
def _steps(type: str, noun: str) -> tuple[Step, ...]:
    return tuple(_all_steps(type, noun))


def _all_steps(type: str, noun: str) -> Iterator[Step]:
    operations = Operations(shared_store())
    if "::" in type:
        from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type).schema
        published = schema.get("handlers", {})
        for phase, letter in PHASES.items():
            for action in published.get(phase, {}).get("permissions", ()):
                for client, operation in operations_of(operations, action, type, noun):
                    yield Step(client, operation, action_of(client, operation, action), letter)
        if published:
            return
    known = Deployments(shared_store())
    # Where CloudFormation publishes nothing the provider's operations do.
    handlers = known.cloudformation(type) if "::" in type else known.terraform(type)
    assert handlers is not None, type
    for step in handlers.steps:
        for letter in step.phases:
            for call in step.calls:
                prefix, _, operation = call.partition(":")
                found = next(
                    (c for c in (prefix, *operations.clients_of(prefix)) if operations.get(c, operation)),
                    None,
                )
                if found is not None:
                    yield Step(found, operation, action_of(found, operation), letter)


def operations_of(operations: Operations, action: str, type: str, noun: str) -> Iterator[tuple[str, str]]:
    """The operations that an action is asked for, those of the same name first."""
    prefix, _, name = action.partition(":")
    clients = operations.clients_of(prefix)
    if name.endswith("*") and prefix in clients:
        yield from ((prefix, one) for one in operations.names(prefix) if one.startswith(name[:-1]))
        return
    if prefix == "apigateway":
        verbs = {
            "GET": ("Get",),
            "POST": ("Create",),
            "PUT": ("Put", "Tag"),
            "PATCH": ("Update",),
            "DELETE": ("Delete",),
        }
        client = "apigatewayv2" if "V2" in type else "apigateway"
        for verb in verbs.get(name.upper(), ()):
            wanted = {norm(f"{verb}{noun}"), norm(f"{verb}{noun}s")}
            yield from ((client, o) for o in operations.names(client) if norm(o) in wanted)
        return
    same = [
        (client, one) for client in clients for one in operations.names(client) if one.lower() == name.lower()
    ]
    same.sort(key=lambda found: found[0] != prefix)
    if same:
        client, name = same[0]
        yield (client, name) if prefix != "elasticloadbalancing" or "V2" not in type else ("elbv2", name)
        return
    for client in clients:
        for operation, actions in _REFERENCE.get(client, {}).items():
            found = operations.get(client, operation)
            if found is None or found.deprecated:
                continue
            if actions[:1] == [action] and operation not in {a.partition(":")[2] for a in actions}:
                yield client, operation


def action_of(client: str, operation: str, handler: str = "") -> str:
    prefix = Operations(shared_store()).prefix(client)
    if f"{client}:{operation}" in ACTIONS:
        return ACTIONS[f"{client}:{operation}"]
    shape = model(client, operation)
    if client in ("apigateway", "apigatewayv2"):
        return f"apigateway:{shape.http['method']}"
    if handler.endswith("*"):
        return f"{prefix}:{operation}"
    if handler and handler.partition(":")[2].lower() == operation.lower():
        return handler
    listed = [one for one in _REFERENCE.get(client, {}).get(operation, []) if one.startswith(f"{prefix}:")]
    same = [one for one in listed if one.partition(":")[2].lower() == operation.lower()]
    return (same or ([handler] if handler else listed[:1]) or [f"{prefix}:{operation}"])[0]


class Replay:
    """What is known of a project while it is made."""

    def __init__(self, resources: list[Resource]) -> None:
        self.by_id = {one.id: one for one in resources}
        self.catalog = Catalog(shared_store())
        self.arns: list[str] = []

    def ordered(self) -> list[Resource]:
        """Each resource after those that it refers to."""
        done: dict[str, Resource] = {}

        def visit(one: Resource) -> None:
            if one.id in done:
                return
            for id in self.by_id:
                if id != one.id and re.search(
                    rf'(?:"Ref": "|GetAtt": \["|\$\{{){re.escape(id)}["}}.]', json.dumps(one.properties)
                ):
                    visit(self.by_id[id])
            done[one.id] = one

        for one in self.by_id.values():
            visit(one)
        return list(done.values())

    # --- References.

    def resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.resolved(one) for one in value]
        if isinstance(value, dict):
            if set(value) == {"Ref"}:
                return self.reference(value["Ref"], "")
            if set(value) == {"Fn::GetAtt"}:
                said = value["Fn::GetAtt"]
                id, name = said.split(".", 1) if isinstance(said, str) else said
                return self.reference(id, name)
            if set(value) == {"Fn::Sub"}:
                return _SUB.sub(lambda found: str(self.reference(found[1], found[2] or "")), value["Fn::Sub"])
            return {name: self.resolved(one) for name, one in value.items()}
        if isinstance(value, str):
            return _TERRAFORM.sub(lambda found: str(self.reference(found[1], found[2])), value)
        return value

    def reference(self, id: str, name: str) -> Any:
        one = self.by_id[id]
        if name in ("arn", "Arn") or (not name and one.arns and self.referred_by_arn(one)):
            return one.arns[0] if one.arns else f"unknown-arn-of-{id}"
        if name and norm(name) in one.known:
            return one.known[norm(name)]
        return self.physical(one)

    @staticmethod
    def referred_by_arn(one: Resource) -> bool:
        """What ``Ref`` gives is an ARN: for some types (their ``primaryIdentifier``)."""
        if "::" not in one.type:
            return False
        from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, one.type).schema
        return str(schema.get("primaryIdentifier", [""])[0]).endswith("Arn")

    def physical(self, one: Resource) -> str:
        """The id that a service gave, or the name."""
        noun = one.noun
        if one.type.startswith(("AWS::IAM::", "aws_iam_")):
            # What refers to these means their names.
            said = self.value_of(one, f"{noun.removeprefix('awsiam')}name")[0]
            if isinstance(said, str):
                return said
        for name in (
            f"{noun}id",
            "id",
            f"{noun}url",
            "url",
            f"{noun}name",
            "name",
            *(
                n
                for n in one.known
                if n.endswith(("id", "url", "name")) and noun.endswith(re.sub("(id|url|name)$", "", n))
            ),
        ):
            found = one.known.get(name)
            if isinstance(found, str):
                return found.rpartition("/")[2] if noun in ("hostedzone", "awsroute53zone") else found
        for end in ("name", "identifier", "id"):
            found, _ = self.value_of(
                one,
                f"{re.sub('^aws_[a-z0-9]+_', '', one.type).replace('_', '') if '_' in one.type else noun}{end}",
            )
            if isinstance(found, str) and SUFFIX not in found:
                return found
        return f"{STACK}-{one.id}-{SUFFIX}"

    # --- Arguments.

    def value_of(self, one: Resource, member: str, phase: str = "c") -> tuple[Any, bool]:
        """What a member of a request is, and whether that is more than who the resource is."""
        plain, noun = norm(member), one.noun
        own = {norm(name): value for name, value in one.properties.items()}
        fixed = set() if phase != "u" else self.fixed(one)
        other = NAMES.get(one.type, {}).get(member)
        longer = [p for p in own if p.endswith(plain) and p != plain and noun.endswith(p.removesuffix(plain))]
        for name in (*((norm(other),) if other else ()), plain, *longer, *self._called(plain, noun)):
            if name in own:
                return self.resolved(own[name]), not self.identifies(name, noun) and name not in fixed
        if member in OWN:
            return self.about(one, member), False
        for name in (plain, *self._called(plain, noun)):
            if name in one.known:
                return one.known[name], False
        if plain.endswith("arn") and one.arns and noun.endswith(plain.removesuffix("arn")):
            return one.arns[0], False
        if plain.endswith("name") and noun.endswith(plain.removesuffix("name")):
            return f"{STACK}-{one.id}-{SUFFIX}", False
        return None, False

    @staticmethod
    def fixed(one: Resource) -> set[str]:
        """The properties that no update changes: the resource is made anew."""
        from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

        if "::" not in one.type:
            return set()
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, one.type).schema
        return {norm(name.split("/")[2]) for name in schema.get("createOnlyProperties", ())}

    def about(self, one: Resource, member: str) -> Any:
        """The resource itself, as requests about anything name it: by its ARN, by its id at EC2."""
        own = (
            self.physical(one)
            if not one.arns or ":ec2:" in one.arns[0] or member == "ResourceId"
            else one.arns[0]
        )
        return [own] if member.endswith("s") else own

    @staticmethod
    def _called(plain: str, noun: str) -> Iterator[str]:
        """Other names for a member: ``name`` for the name of what the operation is about, and the like."""
        for end in ("name", "id", "identifier", "url", "arn"):
            stem = plain.removesuffix(end)
            if stem != plain and (noun.endswith(stem) or stem == ""):
                yield from (end, f"{noun}{end}", "id", "arn") if end == "id" else (end, f"{noun}{end}")
            if stem != plain and stem:
                yield stem
        if noun.endswith(plain):
            yield from (f"{plain}name", f"{plain}id", f"{plain}arn", "id", "name", "arn")
        yield from (f"{plain}name", f"{plain}id", f"{plain}arn", f"{plain}s", f"{plain.removesuffix('s')}")

    @staticmethod
    def identifies(name: str, noun: str) -> bool:
        if name in ("vpcid", "name", "id"):
            return True
        stem = re.sub("(name|id|arn|identifier|url)$", "", name)
        return (name != stem and (not stem or noun.endswith(stem))) or noun.endswith(name)

    def arguments(self, one: Resource, step: Step) -> tuple[dict[str, Any], bool, list[str]]:
        """The arguments of a request, whether properties say more in them than what it is about, and what is guessed."""
        shape = model(step.client, step.operation).input_shape
        if shape is None:
            return {}, False, []
        found: dict[str, Any] = {}
        told, guessed = False, []
        for member, inner in shape.members.items():
            if member in ("ClientToken", "DryRun", "NextToken", "MaxResults", "Marker"):
                continue
            value, more = self.value_of(one, member, step.phase)
            value = tags_of(one, inner, step, value) if "tag" in norm(member) else value
            fitting = fitted(inner, value) if value is not None else None
            if fitting is not None:
                found[member] = fitting
                told = told or more
        for member in shape.required_members:
            if member not in found:
                found[member] = minimal(step.client, step.operation)[member]
                guessed.append(member)
        return found, told, guessed

    # --- What AWS checks.

    def learn(self, one: Resource, step: Step, arguments: dict[str, Any], answer: Any) -> None:
        """What an answer says of a resource that is made."""
        for name, value in flat(answer):
            one.known.setdefault(norm(name), value)
        said = {value for _, value in flat(arguments)}
        for _, value in flat(answer):
            new = isinstance(value, str) and value not in (*said, *one.arns)
            if new and value.startswith("arn:") and value.split(":")[2] == step.action.partition(":")[0]:
                one.arns.append(value)
        if not one.arns:
            one.arns += self.composed(one, step)
        self.arns += [arn for arn in one.arns if arn not in self.arns]

    def composed(self, one: Resource, step: Step) -> Iterator[str]:
        """ARNs by the service reference, where answers say none."""
        action = self.catalog.action(step.action)
        for about in action.resource_types if action is not None else ():
            kind = self.catalog.resource_type(step.action.partition(":")[0], about.name)
            if kind is None or not (one.noun.endswith(norm(kind.name)) or about.required):
                continue
            for form in kind.arns:
                filled = self.filled(form, one, own=one.noun.endswith(norm(kind.name)))
                if filled is not None:
                    yield filled

    def filled(self, form: str, one: Resource, *, own: bool) -> str | None:
        names = re.findall(r"\$\{(\w+)\}", form)
        said = [name for name in names if name not in ("Partition", "Region", "Account")]
        values = {"Partition": "aws", "Region": REGION, "Account": ACCOUNT}
        for name in said:
            value = (
                self.physical(one)
                if own and name == said[-1]
                else self.value_of(one, name.removesuffix("WithPath"))[0]
            )
            if not isinstance(value, str):
                return None
            values[name] = value.rpartition("/")[2] if value.startswith("http") else value
        return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], form).replace(
            "parameter//", "parameter/"
        )

    def checks(
        self, one: Resource, step: Step, arguments: dict[str, Any], answer: Any
    ) -> list[tuple[str, str | None]]:
        """Actions and ARNs that a request is checked on; None: no ARN of ours is known."""
        found: list[tuple[str, str | None]] = []
        if step.client in ("apigateway", "apigatewayv2"):
            path = model(step.client, step.operation).http["requestUri"].split("?")[0].removeprefix("/v2")
            path = re.sub(
                r"\{(\w+)\+?\}",
                lambda said: str(arguments.get(said[1], arguments.get(_at(step, said[1]), ""))),
                path,
            )
            return [(step.action, f"arn:aws:apigateway:{REGION}::{path}")]
        action = self.catalog.action(step.action)
        if action is None:
            return [(step.action, None)]
        kinds = [self.catalog.resource_type(action.prefix, about.name) for about in action.resource_types]
        fitting = [kind for kind in kinds if kind is not None]
        if not fitting:
            found.append((step.action, "*"))
        else:
            # What an answer names besides was not asked about.
            said = {value for _, value in flat(arguments)}
            told = said | {value for _, value in flat(answer)}
            touched = [
                arn
                for arn in dict.fromkeys((*one.arns, *self.arns))
                if named(arn) & (told if arn in one.arns else said)
                and any(fits(kind, arn) for kind in fitting)
            ]
            found += [(step.action, arn) for arn in touched] or [(step.action, None)]
        for name, value in flat(arguments):
            if (
                isinstance(value, str)
                and re.match(r"arn:aws:iam::\d+:role/", value)
                and step.client != "iam"
                and not name.lower().endswith("trustarn")
            ):
                found.append(("iam:PassRole", value))
            if step.operation == "AddRoleToInstanceProfile" and name == "RoleName":
                found.append(("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/{value}"))
        return found


def _at(step: Step, name: str) -> str:
    """The member that stands for a label of an address."""
    shape = model(step.client, step.operation).input_shape
    members = shape.members if shape is not None else {}
    return next((m for m, inner in members.items() if inner.serialization.get("name") == name), name)


def named(arn: str) -> set[str]:
    """How requests name what has an ARN."""
    return {arn, re.split("[:/]", arn, maxsplit=5)[-1], re.split("[:/]", arn)[-1]}


def fits(kind: ResourceType, arn: str) -> bool:
    for form in kind.arns:
        pattern = re.sub(
            r"\\\$\\\{(\w+)\\\}",
            lambda found: "[^:/]*" if found[1] in ("Partition", "Region", "Account") else "[^:]+",
            re.escape(form),
        )
        if re.fullmatch(pattern, arn):
            return True
    return False


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Scalars with the names that they stand under, the outer ones first."""
    if isinstance(value, dict):
        rest = []
        for key, inner in value.items():
            if key == "ResponseMetadata":
                continue
            if isinstance(inner, dict | list):
                rest.append((key, inner))
            else:
                yield key, inner
        for key, inner in rest:
            yield from flat(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from flat(inner, name)
    elif isinstance(value, str | int | float | bool):
        yield name, value


def tags_of(one: Resource, shape: Shape, step: Step, value: Any) -> Any:
    said = next(
        (
            one.properties[name]
            for name in ("Tags", "tags", "FileSystemTags", "HostedZoneTags")
            if name in one.properties
        ),
        None,
    )
    if said is None:
        return value
    pairs = said if isinstance(said, dict) else {tag["Key"]: tag["Value"] for tag in said}
    if shape.type_name == "map":
        return pairs
    if shape.type_name == "list" and shape.member.type_name == "structure":
        members = list(shape.member.members)
        if "ResourceType" in members:
            kind = re.sub(
                "(?<!^)(?=[A-Z])", "-", step.operation.removeprefix("Create").removeprefix("Run")
            ).lower()
            return [{"ResourceType": kind, "Tags": [{"Key": k, "Value": v} for k, v in pairs.items()]}]
        return [dict(zip(members, pair, strict=False)) for pair in pairs.items()]
    if shape.type_name == "list":
        return list(pairs)
    return value


def fitted(shape: Shape, value: Any) -> Any:
    """A property's value in the form of a member; None where it has none."""
    match shape.type_name:
        case "structure":
            if isinstance(value, list) and set(shape.members) >= {"Quantity", "Items"}:
                return {
                    "Quantity": len(value),
                    "Items": [fitted(shape.members["Items"].member, one) for one in value],
                }
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if not isinstance(value, dict):
                return None
            by_name = {norm(name): one for name, one in value.items()}
            found = {}
            for name, inner in shape.members.items():
                said = by_name.get(norm(name))
                if said is None and inner.type_name == "list":
                    said = by_name.get(norm(name).removesuffix("s"))
                if said is None and inner.type_name == "structure":
                    said = next(
                        (v for k, v in by_name.items() if k.startswith(norm(name)) and isinstance(v, dict)),
                        None,
                    )
                if said is not None and (one := fitted(inner, said)) is not None:
                    found[name] = one
                elif name == "CallerReference":
                    found[name] = STACK
            return found if found or not value else None
        case "list":
            items = value if isinstance(value, list) else [value]
            if isinstance(value, str) and value.startswith("["):
                items = json.loads(value)
            made = [fitted(shape.member, one) for one in items]
            return None if any(one is None for one in made) else made
        case "map":
            return {k: fitted(shape.value, v) for k, v in value.items()} if isinstance(value, dict) else None
        case "boolean":
            return (
                value
                if isinstance(value, bool)
                else str(value).lower() == "true"
                if isinstance(value, str)
                else None
            )
        case "integer" | "long":
            return int(value) if str(value).lstrip("-").isdigit() and not isinstance(value, bool) else None
        case "double" | "float":
            return float(value) if isinstance(value, int | float) else None
        case "blob":
            return code() if isinstance(value, str) else None
        case "timestamp":
            return None
    if isinstance(value, dict):
        return json.dumps(value) if "Statement" in value or "Version" in value else None
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    return None if isinstance(value, list) else str(value)


def verb(operation: str) -> str:
    found = re.match("[A-Z][a-z]+", operation)
    return found[0] if found else operation
