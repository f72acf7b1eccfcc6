"""What a schema says that a property holds (``format``: a security group's id) is what actions about it are granted on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.resources import is_about_tags
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.store import shared_store

pytest.importorskip("cfnlint")
from tests.analyzers.deployment.test_complete import filled, schemas
from tests.shares import some

CATALOG = Catalog(shared_store())
OPTIONS = Options(region="eu-west-1", account="123456789012")
HELD = {
    "AWS::EC2::SecurityGroup.Id": ("ec2", "security-group", "sg-{}"),
    "AWS::EC2::Subnet.Id": ("ec2", "subnet", "subnet-{}"),
    "AWS::EC2::VPC.Id": ("ec2", "vpc", "vpc-{}"),
    "AWS::EC2::Image.Id": ("ec2", "image", "ami-{}"),
    "AWS::S3::Bucket.Name": ("s3", "bucket", "bucket-{}"),
    "AWS::SNS::Topic.Arn": ("sns", "topic", "arn:aws:sns:eu-west-1:123456789012:topic-{}"),
}
"""Formats of cfn-lint's schemas: the kinds that they are, and what one looks like."""
OTHERS = {"SourceSecurityGroupId", "DestinationSecurityGroupId"}
"""Properties that say what a rule is about: the group that has the rule is another one."""


def formats(node: dict[str, Any]) -> Iterator[str]:
    for one in (node, *(inner for key in ("oneOf", "anyOf", "allOf") for inner in node.get(key, ()))):
        if isinstance(one, dict) and isinstance(one.get("format"), str):
            yield one["format"].replace(".Ids", ".Id").replace(".Names", ".Name")


class Marks:
    """Values for properties that hold something, each with a number of its own."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, str, str]] = {}

    def __call__(self, node: dict[str, Any], path: str) -> Any:
        kind = next((HELD[one] for one in formats(node) if one in HELD), None)
        if kind is None:
            return None
        number = f"0a{len(self.held)}b0"
        self.held[number] = (*kind[:2], path)
        value = kind[2].format(number)
        return [value] if node.get("type") == "array" else value


def missing(type: str, schema: dict[str, Any], folder: Path) -> Iterator[tuple[str, str, str]]:
    """Actions that are granted on something of a kind, and not on what a property holds of it."""
    marks = Marks()
    made = frozenset(one.removeprefix("/properties") for one in schema.get("readOnlyProperties", ()))
    root = {key: schema[key] for key in ("properties", "oneOf", "anyOf", "allOf") if key in schema}
    if not any(one in json.dumps(schema) for one in HELD):
        return
    properties = filled(schema, root, made, "", 0, marks)
    if not marks.held:
        return
    template = {"Resources": {"One": {"Type": type, "Properties": properties}}}
    (folder / "template.json").write_text(json.dumps(template))
    on: dict[str, set[str]] = {}
    for policy in deploy([folder], OPTIONS).analysis.policies:
        for grant in policy.grants:
            on.setdefault(grant.action, set()).update(resource_texts(grant.resources, OPTIONS.place))
    for number, (prefix, kind, path) in marks.held.items():
        for action, arns in on.items():
            entry = CATALOG.action(action)
            if entry is None or entry.prefix != prefix or is_about_tags(action):
                continue
            if kind not in {one.name for one in entry.resource_types}:
                continue
            wide = {"*", *(one for one in arns if one.endswith((f":{kind}/*", ":::*", f"::{kind}/*")))}
            if not (wide & arns or any(number in one for one in arns)):
                yield type, path, action


def test_actions_are_granted_on_what_properties_hold(tmp_path: Path) -> None:
    types = some("held", schemas(), 4)
    found = [one for type in types for one in missing(type, schemas()[type], tmp_path)]
    assert [one for one in found if one[1].rpartition("/")[2] not in OTHERS] == []
