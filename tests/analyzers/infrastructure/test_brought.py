"""What constructs of the CDK give their functions: the table says things that exist."""

import tomllib
from importlib.resources import files

import pytest

from policywright.analyzers.infrastructure.brought import bringing, bringing_policy, brought_by
from policywright.analyzers.infrastructure.managed import managed_document
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.store import shared_store

TABLE = tomllib.loads(
    files("policywright.analyzers.infrastructure").joinpath("data", "cdk_constructs.toml").read_text("utf-8")
)


@pytest.mark.parametrize("name", TABLE)
def test_a_row_names_actions_and_policies_that_exist_and_its_source(name: str) -> None:
    row = TABLE[name]
    assert row["source"] and row["type"].startswith("AWS::")
    assert row.get("given") or row.get("first"), "it is handed no function"
    assert row.get("managed") or row.get("statements"), "it gives nothing"
    catalog = Catalog(shared_store())
    for statement in row.get("statements", ()):
        assert [one for one in statement["actions"] if catalog.action(one) is None] == []
    for policy in row.get("managed", ()):
        assert managed_document(policy.rpartition("/")[2]) is not None


def test_a_class_counts_in_its_own_module_alone() -> None:
    assert brought_by("AccessPoint", "s3objectlambda") is not None
    assert brought_by("AccessPoint", "s3") is None
    assert brought_by("addRotationSchedule", "") is not None


def test_what_is_there_is_of_a_construct_that_the_stack_has() -> None:
    actions = ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"]
    assert bringing(actions, ["AWS::CodePipeline::Pipeline"]) == "LambdaInvokeAction"
    assert bringing(actions, ["AWS::S3::Bucket"]) is None
    assert bringing(actions[:1], ["AWS::CodePipeline::Pipeline"]) is None
    assert bringing_policy("AWSConfigRulesExecutionRole", ["AWS::Config::ConfigRule"]) == "CustomRule"
    assert bringing_policy("AWSConfigRulesExecutionRole", ["AWS::S3::Bucket"]) is None
