"""Every type of the store: what its handlers, or its provider, may call is granted, offered, or ruled out.

A resource that has all of its properties asks for everything that its handlers list; what is left out is said
here, or by a row with a value (``A.B=x``), and only becomes less. A usual run makes resources of one type in four.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.shares import in_share, some

from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.grants import Collecting
from policywright.analyzers.deployment.model import Deployment
from policywright.analyzers.deployment.naming import OPEN
from policywright.analyzers.deployment.planned import made_of
from policywright.analyzers.deployment.resources import is_about_tags
from policywright.analyzers.model import Grant, MayNeed, Span
from policywright.knowledge import naming
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Catalog, ResourceType
from policywright.knowledge.deployments import UPDATE_POLICY, Deployments, Handlers, Step
from policywright.knowledge.records import replace
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Struct

cfnlint = pytest.importorskip("cfnlint")
STORE = shared_store()
CATALOG, KNOWN = Catalog(STORE), Deployments(STORE)
FACTS = Path(__file__).parents[3] / "knowledge" / "policywright" / "knowledge" / "facts"
SPAN = Span(file="main.tf", line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
SHARE = 4
AT_ONCE = 200
"""Resources of one template."""
_ID = re.compile(r"(R\d+): ")
_VARIABLE = re.compile(r"\$\{\w+\}")
_ANYWHERE = re.compile(r"(?<=^arn:)aws(?=:)|eu-west-1|123456789012")


@cache
def schemas() -> dict[str, dict[str, Any]]:
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    found = (json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json")))
    return {one["typeName"]: one for one in found if one["typeName"].startswith("AWS::")}


def resolved(whole: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for step in node["$ref"].removeprefix("#/").split("/") if "$ref" in node else ():
        whole = whole[step]
    return {**whole, **node} if "$ref" in node else node


def filled(
    whole: dict[str, Any], node: dict[str, Any], made: frozenset[str], path: str, depth: int,
    held: Callable[[dict[str, Any], str], Any] = lambda node, path: None,
) -> Any:  # fmt: skip
    """A value with everything in it that a schema has, but for what AWS makes.

    ``held`` says what stands where a schema says what a property holds.
    """
    node = resolved(whole, node)
    if (value := held(node, path)) is not None:
        return value
    if "enum" in node:
        return node["enum"][0]
    parts = [resolved(whole, one) for key in ("oneOf", "anyOf", "allOf") for one in node.get(key, ())]
    properties = {
        name: inner
        for one in (*parts, node)
        for name, inner in one.get("properties", {}).items()
        if isinstance(inner, dict)
    }
    kind = node.get("type")
    if properties or kind == "object":
        inner = {
            name: filled(whole, one, made, f"{path}/{name}", depth + 1, held)
            for name, one in properties.items()
            if depth < 12 and f"{path}/{name}" not in made
        }
        for one in node.get("patternProperties", {}).values():
            inner["key"] = filled(whole, one, made, f"{path}/*", depth + 1, held)
        return inner or {"key": "value"}
    if kind == "array":
        items = node.get("items", {})
        first = items if isinstance(items, dict) else items[0]
        return [filled(whole, first, made, f"{path}/*", depth + 1, held)]
    return {"boolean": True, "integer": 1, "number": 1}.get(str(kind), path.rpartition("/")[2] or "x")


def whole_resource(schema: dict[str, Any]) -> dict[str, Any]:
    made = frozenset(one.removeprefix("/properties") for one in schema.get("readOnlyProperties", ()))
    root = {key: schema[key] for key in ("properties", "oneOf", "anyOf", "allOf") if key in schema}
    return {"Type": schema["typeName"], "Properties": filled(schema, root, made, "", 0)}


def of_resources(grants: list[Grant] | list[MayNeed]) -> Iterator[tuple[str, str]]:
    for one in grants:
        for reason in one.reasons:
            found = _ID.match(reason.detail or "")
            if found:
                yield found[1], one.action


def hangs_on_a_value(steps: list[Step]) -> bool:
    """A row says that the property's value tells, or what is no property."""
    return all(
        one.optional or any("=" in path or path.startswith(UPDATE_POLICY) for path in one.when)
        for one in steps
    )


RULED_OUT = {
    ("AWS::S3::Bucket", "s3:DeleteObject"),
    ("AWS::EC2::Instance", "ec2:StartInstances"),
    # Replicas are what a global table has.
    *(
        ("AWS::DynamoDB::Table", f"dynamodb:{one}")
        for one in (
            "AssociateTableReplica",
            "BatchWriteItem",
            "CreateTableReplica",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "UpdateItem",
        )
    ),
    # By a parameter that people name, which no schema has.
    ("AWS::Config::RemediationConfiguration", "iam:PassRole"),
    # It has no tags.
    ("AWS::EC2::SqlHaStandbyDetectedInstance", "ec2:DeleteTags"),
}


def test_an_api_without_a_definition_passes_no_role(tmp_path: Path) -> None:
    for properties, may in (({"Name": "one"}, False), ({"Body": {"openapi": "3.0.1"}}, True)):
        template = {"Resources": {"R0": {"Type": "AWS::ApiGateway::RestApi", "Properties": properties}}}
        (tmp_path / "template.json").write_text(json.dumps(template))
        found = {action for _, action in of_resources(deploy([tmp_path], Options()).analysis.may_need)}
        assert ("iam:PassRole" in found) is may


def test_a_resource_with_all_of_its_properties_asks_for_all_that_its_handlers_list(tmp_path: Path) -> None:
    types = some("all properties", sorted(schemas()), SHARE)
    asked: dict[str, set[str]] = {}
    for start in range(0, len(types), AT_ONCE):
        names = {f"R{start + at}": type for at, type in enumerate(types[start : start + AT_ONCE])}
        resources = {name: whole_resource(schemas()[type]) for name, type in names.items()}
        (tmp_path / "template.json").write_text(json.dumps({"Resources": resources}))
        analysis = deploy([tmp_path], Options()).analysis
        grants = [grant for policy in analysis.policies for grant in policy.grants]
        for name, action in (*of_resources(grants), *of_resources(analysis.may_need)):
            asked.setdefault(names[name], set()).add(action)
    missing = []
    for type in types:
        schema, handlers = schemas()[type], KNOWN.cloudformation(type)
        listed = {
            entry.full_name
            for phase, handler in (schema.get("handlers") or {}).items()
            if phase != "list"
            for call in handler.get("permissions", ())
            if "*" not in call and (entry := CATALOG.action(call)) is not None
        }
        for call in sorted(listed - asked.get(type, set())):
            steps = [one for one in (handlers.steps if handlers is not None else ()) if call in one.calls]
            tags = all("<tags>" in one.when for one in steps)
            if (type, call) not in RULED_OUT and not (steps and (hangs_on_a_value(steps) or tags)):
                missing.append((type, call))
    assert missing == []


def arguments(type: str, facts: dict[str, Any], handlers: Handlers) -> Struct:
    """All arguments that are known of a type, as far as rows speak of them with the value that they want."""
    tree: dict[str, Any] = {}
    paths = {path for step in handlers.steps for path in step.when if not path.startswith(("<", "!"))}
    for path in (*(facts.get("arguments") or ()), *sorted(paths)):
        plain, _, value = path.partition("=")
        at = tree
        *above, last = plain.removesuffix("!").split(".")
        for step in above:
            inner = at.get(step)
            at[step] = at = inner if isinstance(inner, dict) else {}
        if not isinstance(at.get(last), dict):
            at[last] = value.strip("*") or f"some-{last}"
    return struct(tree)


def struct(tree: dict[str, Any]) -> Struct:
    return Struct(
        tuple((name, struct(one) if isinstance(one, dict) else Const(one)) for name, one in tree.items())
    )


CLOSED = ("codecatalyst",)
"""Services whose operations ask for no permission of IAM's."""
NOT_CALLED = {
    # Tags of another kind of provider.
    ("aws_iam_openid_connect_provider", "iam:ListSAMLProviderTags"),
    ("aws_iam_openid_connect_provider", "iam:TagSAMLProvider"),
    ("aws_iam_openid_connect_provider", "iam:UntagSAMLProvider"),
    # Asked of an image as if it were an instance, in vain.
    ("data.aws_ami", "ec2:GetInstanceUefiData"),
    ("aws_ami", "ec2:GetInstanceUefiData"),
    ("aws_ami_copy", "ec2:GetInstanceUefiData"),
    ("aws_ami_from_instance", "ec2:GetInstanceUefiData"),
    # Its tenancy is no argument.
    ("aws_default_vpc", "ec2:ModifyVpcTenancy"),
    # Who is asking needs no permission.
    ("data.aws_caller_identity", "sts:GetCallerIdentity"),
}


def of_provider(test: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The types of Terraform's provider that a test makes resources of, with what is on record of each."""
    types = json.loads((FACTS / "terraform.json").read_text("utf-8"))["types"]
    yield from ((type, facts) for type, facts in types.items() if in_share(test, type, SHARE))


def test_a_resource_with_all_of_its_arguments_asks_for_every_operation_of_its_provider() -> None:
    authorizer = Authorizer(STORE)
    missing = []
    for type, facts in of_provider("all arguments"):
        handlers = KNOWN.terraform(type)
        assert handlers is not None
        properties = arguments(type, facts, handlers)
        made = replace(made_of(type, "R0", SPAN, properties, OPEN, "crud", KNOWN), tagged=True)
        collecting = Collecting(authorizer, phases="crud", boundary=None, optional=False)
        collecting.add(Deployment(name="all", tool="terraform", purpose="terraform", span=SPAN, made=(made,)))
        needed, may = collecting.grants()
        asked = {reason.operation for one in (*needed, *may) for reason in one.reasons}
        said = {call for one in collecting.unresolved for call in one.could_be}
        for service, operations in facts.get("operations", {}).items():
            for name in operations:
                call = f"{service}:{name}"
                steps = [one for one in handlers.steps if call in one.calls]
                ruled_out = (type, call) in NOT_CALLED or (steps and hangs_on_a_value(steps))
                if call not in asked | said and not ruled_out and service not in CLOSED:
                    missing.append((type, call))
    assert missing == []


OF_SEVERAL_KINDS = {
    # The catalog lists something else for deleting it than for making it.
    "AWS::Chime::ChannelFlow",
    "AWS::Logs::DeliverySource",
    # It belongs to two things, or its ARN stands in `arns.toml`.
    "AWS::DynamoDB::GlobalTable",
    "AWS::WAFRegional::WebACLAssociation",
    "AWS::WAFv2::WebACLAssociation",
}


def test_what_an_argument_names_is_granted_with_what_is_made_of_it() -> None:
    """An action that may be about another kind, which an argument names by its id: that one is in its grant.

    A snapshot, of which an image is registered, when the image itself has no id yet.
    """
    authorizer, place = Authorizer(STORE), Options(region="eu-west-1", account="123456789012").place
    asked, missing = 0, []
    for type, facts in of_provider("named by an argument"):
        handlers = KNOWN.terraform(type)
        assert handlers is not None
        properties = arguments(type, facts, handlers)
        collecting = Collecting(authorizer, phases="crud", boundary=None, optional=False)
        made = made_of(type, "R0", SPAN, properties, OPEN, "crud", KNOWN)
        collecting.add(Deployment(name="all", tool="terraform", purpose="terraform", span=SPAN, made=(made,)))
        on: dict[str, set[str]] = {}
        for grant in collecting.grants()[0]:
            on.setdefault(grant.action, set()).update(resource_texts(grant.resources, place))
        for action, granted in on.items():
            for kind, name in kinds_named(action, properties):
                asked += 1
                arn = _VARIABLE.sub("x", kind.arn.replace(f"${{{naming.own_variable(kind.arn)}}}", name))
                if not any(fnmatchcase(arn, _ANYWHERE.sub("x", one)) or name in one for one in granted):
                    missing.append((type, action, name))
    assert missing == []
    assert asked > 500 / SHARE


def kinds_named(action: str, properties: Struct) -> Iterator[tuple[ResourceType, str]]:
    """The kinds that an action may be about and that an argument is called after, with what that says."""
    entry = CATALOG.action(action)
    if entry is None or entry.prefix == "apigateway" or is_about_tags(action):
        return
    for one in entry.resource_types:
        kind = CATALOG.resource_type(entry.prefix, one.name)
        own = naming.norm(naming.own_variable(kind.arn) or "") if kind is not None else ""
        for name, value in properties.fields if kind is not None and own not in ("", "name", "id") else ():
            if naming.norm(name) == own and isinstance(value, Const) and value.value == f"some-{name}":
                yield kind, value.value


def test_what_a_resource_is_is_what_deleting_it_is_about() -> None:
    """Its tags, and whatever else names it, are asked for on ARNs of that kind."""
    wrong = set()
    for type in schemas():
        handlers = KNOWN.cloudformation(type)
        prefix, _, kind = (handlers.kind if handlers is not None else "").partition(":")
        deleted = {
            resource.name
            for step in (handlers.steps if handlers is not None else ())
            for call in step.calls
            if "d" in step.phases and not step.when and not step.optional and call.startswith(f"{prefix}:")
            and re.match("Delete|Terminate|Deregister|Disassociate", call.partition(":")[2])
            and (entry := CATALOG.action(call)) is not None and entry.access_level == "Write"
            for resource in entry.resource_types
        }  # fmt: skip
        if kind and deleted and kind not in deleted:
            wrong.add(type)
    assert wrong == OF_SEVERAL_KINDS


WITHOUT_TAGS = {
    "AWS::Amplify::Domain",
    "AWS::EC2::SqlHaStandbyDetectedInstance",
    "AWS::KinesisAnalytics::Application",
    "AWS::OpenSearchServerless::VpcEndpoint",
    "AWS::WAF::Rule",
    "AWS::WAF::WebACL",
    "AWS::WAFRegional::RateBasedRule",
    "AWS::WAFRegional::Rule",
    "AWS::WAFRegional::WebACL",
}
"""Types that list actions about tags and have no property for them: those of the stack are all."""


def test_tags_are_properties_wherever_a_type_has_them() -> None:
    wrong = set()
    for type, schema in schemas().items():
        handlers = KNOWN.cloudformation(type)
        top = set(schema.get("properties", {}))
        for step in handlers.steps if handlers is not None else ():
            named = {path.partition(".")[0] for path in step.when if not path.startswith("<")}
            if "<tags>" in step.when and named and not named & top:
                wrong.add(type)
    assert wrong == WITHOUT_TAGS
