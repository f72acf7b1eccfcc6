"""Conditions that are offered: tags of what has an id of its service's, and who is called by CloudFormation."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.offering import Offer

GROUP = """
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: jobs, VpcId: vpc-1%s }
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: jobs }
"""
SERVICE = """
service: shop
provider: { name: aws, runtime: python3.12 }
functions: { hello: { handler: index.hello } }
"""


def _offers(place: Path, **options: str) -> list[Offer]:
    return list(deploy([place], Options(**options)).offers)


def test_the_tag_of_a_stack(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(GROUP % "")
    (offer,) = _offers(tmp_path, stack_name="shop")
    assert offer.condition == {"StringEquals": {"aws:ResourceTag/aws:cloudformation:stack-name": "shop"}}
    assert "ec2:DeleteSecurityGroup" in offer.actions
    assert not [
        action for action in offer.actions if action.startswith(("ec2:Create", "ec2:Describe", "sqs:"))
    ]


def test_no_tag_without_the_name_of_the_stack(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(GROUP % "")
    assert _offers(tmp_path) == []


def test_a_tag_that_all_have(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        """
resource "aws_fis_experiment_template" "a" { tags = { team = "jobs", part = "a" } }
resource "aws_fis_experiment_template" "b" { tags = { team = "jobs", part = "b" } }
"""
    )
    conditions = [one.condition["StringEquals"] for one in _offers(tmp_path)]
    assert conditions == [{"aws:RequestTag/team": "jobs"}, {"aws:ResourceTag/team": "jobs"}]


def test_what_one_of_them_lacks_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        """
resource "aws_fis_experiment_template" "a" { tags = { team = "jobs" } }
resource "aws_fis_experiment_template" "b" { description = "b" }
"""
    )
    assert _offers(tmp_path) == []


def test_what_only_cloudformation_calls(tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(SERVICE)
    (offer,) = [one for one in _offers(tmp_path) if "ForAnyValue:StringEquals" in one.condition]
    assert "lambda:CreateFunction" in offer.actions
    assert "cloudformation:CreateStack" not in offer.actions
    assert "s3:PutObject" not in offer.actions


def test_destroying_is_the_caller_s_where_no_job_destroys(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(GROUP % "")
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "ship.yml").write_text(
        "on: push\njobs:\n  go:\n    steps:\n"
        "      - uses: aws-actions/configure-aws-credentials@v4\n"
        "        with: { role-to-assume: 'arn:aws:iam::123456789012:role/ci' }\n"
        "      - run: aws cloudformation deploy --stack-name shop --template-file template.yaml --role-arn x\n"
    )
    found = deploy([tmp_path], Options(phase="destroy"))
    granted = {(policy.name, grant.action) for policy in found.analysis.policies for grant in policy.grants}
    assert ("shop-caller", "cloudformation:DeleteStack") in granted
    assert ("ship-go", "cloudformation:DeleteStack") not in granted


@pytest.mark.parametrize("case", ["codepipeline", "cdk-pipelines"])
def test_what_a_pipeline_does_itself_is_not_called_by_cloudformation(case: str) -> None:
    """Its role is taken by CodePipeline, and asks for the artifacts and roles of its actions directly."""
    found = deploy([Path(__file__).parents[2] / "golden" / "deployment" / case], Options())
    pipelines = {one.name for one in found.identities if one.purpose == "pipeline"}
    assert pipelines
    assert [
        one for one in found.offers if one.identity in pipelines and "CalledVia" in str(one.condition)
    ] == []
