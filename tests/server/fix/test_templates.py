"""``fix --infra`` with templates: the role found by its physical name, and the diff of the file that owns it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policywright.server.account import Account
from policywright.server.errors import UserError
from policywright.server.fix.model import Ask, Result
from policywright.server.fix.workflow import prepare

PROJECT = Path(__file__).parents[3]
SHOP = PROJECT / "examples" / "shop-sam"
REPORTS = PROJECT / "examples" / "reports-terraform"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:shop-Queue-1AB2CD3EF4GH"


def denied(role: str, action: str, resource: str) -> str:
    return (
        f"User: arn:aws:sts::123456789012:assumed-role/{role}/run is not authorized to perform: {action} on "
        f"resource: {resource} because no identity-based policy allows the {action} action"
    )


def fix(text: str, infra: Path, **options: str) -> Result:
    return prepare(Ask(text=text, infra=(infra,), **options))  # type: ignore[arg-type]


def test_the_role_that_cloudformation_has_named_gets_the_statement(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    result = fix(denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE), tmp_path / "shop")
    assert result.change is not None
    added = [line[1:].strip() for line in result.change.diff.splitlines() if line.startswith("+ ")]
    assert added == [
        '- Version: "2012-10-17"',
        "Statement:",
        "- Sid: SqsSendMessage",
        "Effect: Allow",
        "Action: sqs:SendMessage",
        "Resource: !GetAtt Queue.Arn",
    ]
    assert not [line for line in result.change.diff.splitlines() if line.startswith("- ")]
    (tmp_path / "shop" / "template.yaml").write_text(result.change.after_text)
    again = fix(denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE), tmp_path / "shop")
    assert again.change is not None and again.change.diff == ""
    assert "the template grants this already: deploy it" in again.notes


UNKNOWN_IN_PART = """
variable "stage" {}

resource "aws_s3_bucket" "inbox" {
  bucket_prefix = "inbox-"
}

resource "aws_dynamodb_table" "orders" {
  name = "${var.stage}-orders"
}

resource "aws_dynamodb_table" "old_orders" {
  name = "${var.stage}-old-orders"
}

resource "aws_iam_role" "batch" {
  name_prefix        = "batch-"
  assume_role_policy = "{}"
}
"""


@pytest.mark.parametrize(
    ("action", "resource", "written"),
    [
        (
            "s3:GetObject",
            "arn:aws:s3:::inbox-20260101120000000100000001/a.csv",
            '"${aws_s3_bucket.inbox.arn}/a.csv"',
        ),
        (
            "dynamodb:Query",
            "arn:aws:dynamodb:eu-west-1:123456789012:table/prod-orders/index/day",
            '"${aws_dynamodb_table.orders.arn}/index/day"',
        ),
    ],
)
def test_terraform_by_a_name_that_is_told_in_part(
    tmp_path: Path, action: str, resource: str, written: str
) -> None:
    (tmp_path / "main.tf").write_text(UNKNOWN_IN_PART)
    result = fix(denied("batch-20260101120000000100000002", action, resource), tmp_path)
    assert result.change is not None
    assert f"+        Resource = {written}\n" in result.change.diff
    assert any("the only one that may be called so" in note for note in result.notes)


@pytest.mark.parametrize("table", ["prod-customers", "prod-old-orders"])
def test_what_may_be_none_or_either_of_two_is_written_as_it_was_denied(tmp_path: Path, table: str) -> None:
    (tmp_path / "main.tf").write_text(UNKNOWN_IN_PART)
    arn = f"arn:aws:dynamodb:eu-west-1:123456789012:table/{table}"
    result = fix(denied("batch-20260101120000000100000002", "dynamodb:Query", arn), tmp_path)
    assert result.change is not None
    assert f'+        Resource = "{arn}"\n' in result.change.diff


def test_terraform_by_the_name_that_it_sets() -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:reports-dev-published"
    result = fix(denied("reports-dev-publish", "sns:Publish", topic), REPORTS)
    assert result.change is not None
    assert result.change.file == "examples/reports-terraform/infra/main.tf"
    assert '+        Action   = "sns:Publish"' in result.change.diff


SERVERLESS = """
service: shop
provider:
  name: aws
  runtime: python3.12
functions:
  order: {handler: app.order}
"""
TOPIC = """
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
  Mail:
    Type: AWS::SNS::Subscription
    Properties: {Protocol: email, Endpoint: a@example.com, TopicArn: "arn:aws:sns:eu-west-1:123456789012:t"}
"""


def test_the_role_that_the_serverless_framework_has_named(tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(SERVERLESS)
    stream = (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/other/group:log-stream:2026/01/02/[$LATEST]0123abcd"
    )
    result = fix(denied("shop-dev-eu-west-1-lambdaRole", "logs:PutLogEvents", stream), tmp_path)
    assert result.change is not None and "logs:PutLogEvents" in result.change.diff
    with pytest.raises(UserError, match="no role of the templates is"):
        fix(denied("shop-dev-eu-west-1-otherRole", "logs:PutLogEvents", stream), tmp_path)


def test_a_subscription_is_no_topic(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TOPIC)
    denial = denied("shop-Sender-1A2B3C4D5E6F", "sns:Publish", "arn:aws:sns:eu-west-1:123456789012:news")
    result = fix(denial, tmp_path)
    assert result.change is not None and "Ref Mail" not in result.change.diff


def test_the_hash_that_the_cdk_adds(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TOPIC)
    topic = "arn:aws:sns:eu-west-1:123456789012:news"
    assert fix(denied("Shop-Sender1A2B3C4D-ABCDEFGHIJKL", "sns:Publish", topic), tmp_path).change is not None
    with pytest.raises(UserError, match="no role of the templates is"):
        fix(denied("Shop-Sender2-ABCDEFGHIJKL", "sns:Publish", topic), tmp_path)


@pytest.mark.parametrize(
    ("text", "infra", "message"),
    [
        (denied("other", "sqs:SendMessage", QUEUE), SHOP, "no role of the templates is other"),
        (denied("shop-Nobody-1A2B3C4D", "sqs:SendMessage", QUEUE), SHOP, "there are: CreateOrderRole"),
    ],
)
def test_a_role_that_is_not_there(text: str, infra: Path, message: str) -> None:
    with pytest.raises(UserError, match=message):
        fix(text, infra)


KEY = "arn:aws:kms:eu-west-1:123456789012:key/0ab1c2d3-1111-2222-3333-444455556666"
TILL = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  ReceiptsKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {Version: "2012-10-17", Statement: []}
  Members:
    Type: AWS::Cognito::UserPool
  Token:
    Type: AWS::SecretsManager::Secret
  Billing:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: billing/main
  Trail:
    Type: AWS::Logs::LogGroup
  JobRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
  Job:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.main
      CodeUri: src/
      Role: !GetAtt JobRole.Arn
"""
SECOND = """\
  ArchiveKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {Version: "2012-10-17", Statement: []}
"""


def till(folder: Path, template: str = TILL) -> Path:
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text("def main(event, context):\n    pass\n")
    (folder / "template.yaml").write_text(template)
    return folder


@pytest.mark.parametrize(
    ("action", "resource", "reference"),
    [
        ("kms:Decrypt", KEY, "!GetAtt ReceiptsKey.Arn"),
        (
            "cognito-idp:AdminGetUser",
            "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab12Cd34E",
            "!GetAtt Members.Arn",
        ),
        (
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:Token-a1B2c3D4e5F6-Zz9Yy8",
            "!Ref Token",
        ),
        (
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:billing/main-Zz9Yy8",
            "!Ref Billing",
        ),
        (
            "logs:PutLogEvents",
            "arn:aws:logs:eu-west-1:123456789012:log-group:till-Trail-9Z8Y7X6W:log-stream:today",
            "!GetAtt Trail.Arn",
        ),
    ],
)
def test_the_statement_uses_the_templates_own_reference(
    tmp_path: Path, action: str, resource: str, reference: str
) -> None:
    result = fix(denied("till-JobRole-1A2B3C4D5E6F", action, resource), till(tmp_path))
    assert result.change is not None
    assert f"Resource: {reference}\n" in result.change.diff


def test_which_of_several_keys_the_account_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = till(tmp_path, TILL + SECOND)
    text = denied("till-JobRole-1A2B3C4D5E6F", "kms:Decrypt", KEY)
    alone = fix(text, folder)
    assert alone.change is not None and "ReceiptsKey" not in alone.change.diff
    assert (
        f"{KEY} may be one of ReceiptsKey, ArchiveKey of template.yaml: --live asks the account"
        in alone.notes
    )

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setattr(Account, "identity", lambda _: ("123456789012", "arn:aws:iam::123456789012:user/me"))

    def client(self: Account, service: str, region: str | None) -> object:
        assert service == "cloudformation"
        return Stacks

    monkeypatch.setattr(Account, "client", client)
    asked = prepare(Ask(text=text, infra=(folder,), live=True))
    assert asked.change is not None
    assert "Resource: !GetAtt ArchiveKey.Arn\n" in asked.change.diff
    assert f"{KEY} is taken to be ArchiveKey, as the stack in the account has it" in asked.notes


class Stacks:
    @staticmethod
    def describe_stack_resources(PhysicalResourceId: str) -> object:
        row = {"PhysicalResourceId": PhysicalResourceId, "LogicalResourceId": "ArchiveKey"}
        return {"StackResources": [{"PhysicalResourceId": "x", "LogicalResourceId": "Job"}, row]}


def test_the_command_line_does_the_same() -> None:
    text = denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE)
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "policywright.server.cli",
            "fix",
            text,
            "--infra",
            str(SHOP),
            "--format",
            "diff",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "+              Resource: !GetAtt Queue.Arn" in result.stdout
