"""The table of resource types, against the schemas of CloudFormation that cfn-lint carries."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from policywright.analyzers.infrastructure.types import (
    ResourceType,
    _table,
    arn_value,
    attribute_value,
    physical_name,
    resource_type,
    terraform_type,
)
from policywright.knowledge.values import Const

RETIRED = frozenset(("AWS::QLDB::Ledger",))
"""Types of services that AWS has closed: old templates still have them."""


ROWS = tuple(_table().values())


def schema(type: str) -> dict[str, Any]:
    found: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type).schema
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_properties_and_attributes_exist(row: ResourceType) -> None:
    if row.type in RETIRED:
        return
    found = schema(row.type)
    attributes = {
        path.removeprefix("/properties/").replace("/properties/", ".").replace("/", ".")
        for path in found.get("readOnlyProperties", ())
    } | set(found["properties"])
    wanted = {row.name, row.arn_from, *row.attributes} - {"", "Ref"}
    assert wanted <= attributes
    for property in filter(None, (row.property, row.key)):
        assert has(found, found, property.split(".")), property


def has(whole: dict[str, Any], part: dict[str, Any], steps: list[str]) -> bool:
    while "$ref" in part:
        part = whole["definitions"][part["$ref"].rpartition("/")[2]]
    if not steps:
        return True
    step, *rest = steps
    inner = part.get("items") if step.isdigit() else part.get("properties", {}).get(step)
    return inner is not None and has(whole, inner, rest)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_patterns_have_the_name_where_the_type_has_one(row: ResourceType) -> None:
    assert row.arn.startswith("arn:{partition}:")
    assert len(row.arn.split(":", 5)) == 6
    assert row.ref in ("name", "arn", "url", "other")
    assert (row.ref == "url") == bool(row.url)
    assert row.terraform == "" or terraform_type(row.terraform) is row


def test_no_two_rows_are_one_type_of_terraform() -> None:
    named = [row.terraform for row in ROWS if row.terraform]
    assert len(named) == len(set(named))


def test_references_of_a_queue() -> None:
    row = resource_type("AWS::SQS::Queue")
    assert row is not None
    assert attribute_value(row, "Ref", Const("q")) == attribute_value(row, "QueueUrl", Const("q"))
    assert attribute_value(row, "Arn", physical_name("Q")) == arn_value(row, physical_name("Q"))
    assert attribute_value(row, "url", Const("q"), terraform=True) == attribute_value(row, "Ref", Const("q"))
    assert attribute_value(row, "Nothing", Const("q")) is None


def test_a_name_with_the_slash_of_the_pattern_brings_no_second_one() -> None:
    row = resource_type("AWS::SSM::Parameter")
    assert row is not None
    assert arn_value(row, Const("/a/b")) == arn_value(row, Const("a/b"))
