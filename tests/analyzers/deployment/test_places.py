"""Regions and accounts: what files say of them is in ARNs, whatever else the user says; the rest is the user's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy


def texts_of(path: Path, options: Options) -> set[str]:
    found = deploy([path], options)
    return {f"{action} on {text}" for action, text in granted(found.analysis.policies, options.place)}


PROVIDERS = """
variable "region" { default = "eu-central-1" }
variable "elsewhere" {}
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/certificates" }
}
provider "aws" {
  alias               = "told"
  region              = var.region
  allowed_account_ids = ["333333333333"]
}
provider "aws" {
  alias  = "open"
  region = var.elsewhere
}
resource "aws_sqs_queue" "here" { name = "here" }
resource "aws_sqs_queue" "moved" {
  name   = "moved"
  region = "ap-south-1"
}
resource "aws_sqs_queue" "us" {
  provider = aws.us
  name     = "us"
}
resource "aws_sqs_queue" "told" {
  provider = aws.told
  name     = "told"
}
resource "aws_sqs_queue" "open" {
  provider = aws.open
  name     = "open"
}
resource "aws_sns_topic_subscription" "across" {
  topic_arn = "arn:aws:sns:eu-west-1:111111111111:topic"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.us.arn
}
resource "aws_lambda_event_source_mapping" "across" {
  event_source_arn = aws_sqs_queue.us.arn
  function_name    = "f"
}
"""


def test_providers_say_where(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(PROVIDERS, encoding="utf-8")
    found = texts_of(tmp_path, Options(region="sa-east-1", account="999999999999"))
    for place in (
        "eu-west-1:999999999999:here", "ap-south-1:999999999999:moved", "us-east-1:222222222222:us",
        "*:333333333333:told",
        # What is set, and not known, is not what the user says of the rest; a default may be set otherwise.
        "*:999999999999:open",
    ):  # fmt: skip
        assert f"sqs:CreateQueue on arn:aws:sqs:{place}" in found
    assert not any("sa-east-1" in one for one in found)


def test_a_provider_that_says_nothing_is_the_environments(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "q" { name = "q" }', encoding="utf-8")
    assert "sqs:CreateQueue on arn:aws:sqs:*:*:q" in texts_of(tmp_path, Options())
    (tmp_path / ".gitlab-ci.yml").write_text(
        "deploy:\n  variables: {AWS_DEFAULT_REGION: eu-north-1}\n  script: [terraform apply]\n",
        encoding="utf-8",
    )
    assert "sqs:CreateQueue on arn:aws:sqs:eu-north-1:*:q" in texts_of(tmp_path, Options(region="eu-west-1"))


@pytest.mark.parametrize(
    ("command", "region"),
    [
        ("aws sqs purge-queue --queue-url q", "eu-west-1"),
        ("aws dynamodb get-item --table-name q --key x", "eu-west-1"),
        ("aws dynamodb get-item --table-name q --key x --region us-east-1", "us-east-1"),
        ("aws --region=us-east-1 dynamodb get-item --table-name q --key x", "us-east-1"),
        ("aws dynamodb get-item --table-name q --key x --region $ELSEWHERE", "*"),
    ],
)
def test_a_command_says_where(command: str, region: str, tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "deploy.yml").write_text(
        "on: push\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: aws-actions/configure-aws-credentials@v4\n"
        "        with: {role-to-assume: 'arn:aws:iam::123456789012:role/it', aws-region: eu-west-1}\n"
        f"      - run: {command}\n",
        encoding="utf-8",
    )
    found = [one for one in texts_of(tmp_path, Options()) if one.startswith(("dynamodb:", "sqs:Purge"))]
    assert found and all(f":{region}:" in one for one in found)


def plan(*changes: dict[str, object], **provider: object) -> str:
    return json.dumps({
        "format_version": "1.2", "variables": {"role": {"value": "arn:aws:iam::444444444444:role/tf"}},
        "resource_changes": [
            {"mode": "managed", "provider_name": "registry.terraform.io/hashicorp/aws", "name": "x", **one}
            for one in changes
        ],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": provider}}, "root_module": {},
        },
    })  # fmt: skip


REPLACED = {
    "address": "aws_sns_topic.x", "type": "aws_sns_topic",
    "change": {"actions": ["delete", "create"], "before": {"name": "old"}, "after": {"name": "new"}},
}  # fmt: skip


def test_a_plan_says_where_and_what_was(tmp_path: Path) -> None:
    """What is replaced goes by the name that it has, and comes by the one that it will have."""
    assumed = [{"role_arn": {"references": ["var.role"]}}]
    written = plan(REPLACED, region={"constant_value": "eu-west-3"}, assume_role=assumed)
    (tmp_path / "plan.json").write_text(written, encoding="utf-8")
    found = texts_of(tmp_path, Options(region="eu-west-1", account="111111111111"))
    topic = "on arn:aws:sns:eu-west-3:444444444444"
    assert {
        f"sns:CreateTopic {topic}:new",
        f"sns:DeleteTopic {topic}:old",
        f"sns:GetTopicAttributes {topic}:old",
    } <= found
    assert not {f"sns:CreateTopic {topic}:old", f"sns:DeleteTopic {topic}:new"} & found
    assert "sts:AssumeRole on arn:aws:iam::444444444444:role/tf" in found


def test_a_plan_does_not_say_whose_a_role_is(tmp_path: Path) -> None:
    assumed = [{"role_arn": {"references": ["local.role"]}}]
    (tmp_path / "plan.json").write_text(plan(REPLACED, assume_role=assumed), encoding="utf-8")
    found = deploy([tmp_path], Options(account="111111111111"))
    assert [one.name for one in found.identities] == ["plan", "plan-aws"]
    assert any("does not say where its state is kept" in one for one in found.analysis.notes)


ROOTS = """on: push
jobs:
  shared:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: '${{ secrets.READER }}', aws-region: eu-west-1}
      - run: aws ssm get-parameter --name token
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: '${{ secrets.WRITER }}', aws-region: eu-west-1}
      - run: terraform apply
        working-directory: infra/shared
  app:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: '${{ secrets.WRITER }}', aws-region: eu-west-1}
      - run: terraform plan -var size=1 && terraform apply -var size=1
        working-directory: infra/app
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: '${{ secrets.READER }}', aws-region: eu-west-1}
      - run: terraform plan
        working-directory: infra/app
"""


def test_terraform_deploys_its_own_directory(tmp_path: Path) -> None:
    """Not what is below it, and not another root that is told nothing, where its own is told something."""
    for name, queue in (("shared", "shared"), ("shared/modules/old", "old")):
        (tmp_path / "infra" / name).mkdir(parents=True)
        written = f'resource "aws_sqs_queue" "q" {{ name = "{queue}" }}'
        (tmp_path / "infra" / name / "main.tf").write_text(written, encoding="utf-8")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "main.tf").write_text('resource "aws_sqs_queue" "q" { name = "app" }')
    (tmp_path / "infra" / "app").mkdir()
    (tmp_path / "infra" / "app" / "main.tf").write_text('module "m" { source = "../../modules" }')
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "deploy.yml").write_text(ROOTS, encoding="utf-8")
    found = deploy([tmp_path], Options())
    queues = {
        policy.name: {
            text.rpartition(":")[2] for action, text in granted([policy], Options().place) if "sqs:" in action
        }
        for policy in found.analysis.policies
    }
    assert queues == {
        "deploy-shared": set(), "deploy-shared-2": {"shared"}, "deploy-app": {"app"}, "deploy-check": {"app"},
        "old": {"old"},
    }  # fmt: skip
    reads = {action for policy in found.analysis.policies if policy.name == "deploy-check"
             for action, _ in granted([policy], Options().place)}  # fmt: skip
    assert "sqs:GetQueueAttributes" in reads and "sqs:CreateQueue" not in reads


def test_a_key_by_its_alias_in_an_account_that_is_not_known(tmp_path: Path) -> None:
    """Its ARN had a field too many: nothing that uses the key could be made."""
    (tmp_path / "main.tf").write_text("""
variable "account" {}
provider "aws" {
  region = "eu-west-2"
  assume_role { role_arn = "arn:aws:iam::${var.account}:role/deploys" }
}
data "aws_kms_alias" "logs" { name = "alias/logs" }
resource "aws_cloudwatch_log_group" "app" {
  name       = "app"
  kms_key_id = data.aws_kms_alias.logs.target_key_arn
}
""")
    found = {one for one in texts_of(tmp_path, Options()) if one.startswith("kms:Decrypt ")}
    assert {one.split()[2] for one in found} == {"arn:aws:kms:eu-west-2:*:key/*"}
