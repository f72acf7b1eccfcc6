"""``check``, ``--against`` and ``--format diff`` as a user runs them, on ``examples/shop-sam``."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.server import command, made

from policywright.analyzers.api import Options, analyse
from policywright.knowledge.records import replace
from policywright.server.answer import build_answer
from policywright.server.checking import check, check_json
from policywright.server.errors import UserError
from policywright.server.generation import generate, only_role, render_settings
from policywright.server.rendering import renderer
from policywright.server.report import build_report
from policywright.server.request import Request
from policywright.server.sarif import sarif
from policywright.server.schema import load_schema

PROJECT = Path(__file__).parents[2]
SHOP = PROJECT / "examples" / "shop-sam"
CODE = "import boto3\n\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket='inbox', Key='a')\n"


def run(*arguments: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return command.run(*arguments, cwd=cwd)


def test_a_missing_permission_fails_the_check() -> None:
    result = run("check", "examples/shop-sam", "--format", "text")
    assert result.returncode == 1, result.stderr
    assert result.stdout.splitlines() == [
        "examples/shop-sam/template.yaml:70: missing-permission: CreateOrder lacks sqs:SendMessage on Queue.Arn "
        "(examples/shop-sam/create_order/app.py:16)",
        "examples/shop-sam/template.yaml:108: missing-permission: Fulfil lacks kms:GenerateDataKey on ReceiptsKey.Arn "
        "(examples/shop-sam/fulfil/app.py:15)",
        "4 roles checked, 2 findings",
    ]


def test_unused_permissions_only_when_asked_for() -> None:
    analysis = analyse([SHOP], Options())
    assert {one.code for one in check(analysis).findings} == {"missing-permission"}
    found = check(analysis, unused=True).findings
    assert {one.code for one in found} == {"missing-permission", "unused-permission"}
    scan = next(one for one in found if "dynamodb:Scan" in one.actions and one.role == "ListOrders")
    assert (scan.span.file, scan.span.line) == ("template.yaml", 95)


def test_after_the_patch_the_check_passes(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    diff = run("generate", str(tmp_path / "shop"), "--format", "diff")
    assert diff.returncode == 0
    patched = subprocess.run(
        ["git", "apply", "-"],
        input=diff.stdout,
        cwd=tmp_path / "shop",
        text=True,
        check=False,
        capture_output=True,
    )
    assert patched.returncode == 0, patched.stderr
    result = run("check", str(tmp_path / "shop"), "--unused", "--format", "text")
    assert (result.returncode, result.stdout) == (0, "4 roles checked, no findings\n")


def test_json_follows_its_schema() -> None:
    checked = check(analyse([SHOP], Options()), unused=True)
    jsonschema.validate(check_json(checked), load_schema("check-v1"))


def test_sarif_places_and_rules() -> None:
    checked = check(analyse([SHOP], Options()), unused=True)
    log = sarif(checked)
    (run_,) = log["runs"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert len(run_["results"]) == len(checked.findings) > 0
    for result in run_["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            physical = place["physicalLocation"]
            assert (SHOP / physical["artifactLocation"]["uri"]).is_file()
            assert physical["region"]["startLine"] >= 1
    fingerprints = [result["partialFingerprints"]["policywright/v1"] for result in run_["results"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_without_a_template_the_check_fails(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    result = run("check", ".", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout == "nothing was checked: no template with roles was found\n"
    (line,) = result.stderr.splitlines()
    assert "nothing could be checked: no template was found; name its file or directory with --infra" in line


POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "All", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"},
        {"Sid": "Tables", "Effect": "Allow", "Action": "dynamodb:Scan", "Resource": "*"},
    ],
}


def test_against_a_policy_file(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps(POLICY, indent=2) + "\n")
    result = run("check", "app.py", "--against", "policy.json", "--unused", "--format", "json", cwd=tmp_path)
    found = json.loads(result.stdout)
    assert result.returncode == 1
    assert [(one["code"], one["actions"]) for one in found["findings"]] == [
        ("unused-permission", ["s3:GetObject", "s3:PutObject"]),
        ("unused-permission", ["dynamodb:Scan"]),
    ]
    diff = run("generate", "app.py", "--against", "policy.json", "--format", "diff", cwd=tmp_path)
    applied = subprocess.run(
        ["git", "apply", "-"], input=diff.stdout, cwd=tmp_path, text=True, check=False, capture_output=True
    )
    assert applied.returncode == 0, applied.stderr + diff.stdout
    statements = json.loads(policy.read_text())["Statement"]
    wanted = {"Sid": "All", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::inbox/a"}
    assert statements == [wanted]
    again = run("check", "app.py", "--against", "policy.json", "--unused", "--format", "json", cwd=tmp_path)
    assert json.loads(again.stdout)["findings"] == []


def test_against_all_policies_of_a_role(tmp_path: Path) -> None:
    """What is too much for one policy is printed as several, and held against as several."""
    printed = json.loads(run("deploy", "examples/shop-sam", "--format", "policy").stdout)
    assert len(printed) > 2
    (tmp_path / "all.json").write_text(json.dumps(printed))
    (tmp_path / "fewer.json").write_text(json.dumps(printed[:-1]))
    (tmp_path / "none.json").write_text(json.dumps([{"Version": "2012-10-17"}]))
    asked = ("check", "examples/shop-sam", "--deployment", "execution", "--against")
    whole, fewer, none = (run(*asked, str(tmp_path / f"{name}.json")) for name in ("all", "fewer", "none"))
    assert whole.returncode == 0 and "no findings" in whole.stdout, whole.stdout
    assert fewer.returncode == 1 and "missing-permission" in fewer.stdout
    assert none.returncode == 2 and "it has no Statement" in none.stderr


def test_what_is_not_known_of_others_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("""
Resources:
  Set: {Type: AWS::CloudFormation::StackSet, Properties: {StackSetName: s, TemplateURL: "https://b.s3.amazonaws.com/t.yaml"}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}
""")
    (tmp_path / "policy.json").write_text(json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    ))  # fmt: skip
    name = tmp_path.name
    asked = ("check", str(tmp_path), "--against", str(tmp_path / "policy.json"), "--deployment")
    own, of_targets = run(*asked, "execution"), run(*asked, f"{name}-Set-targets")
    assert own.returncode == 0 and "not known" not in own.stdout, own.stdout
    assert "is not published" in of_targets.stdout


def test_against_a_policy_that_lacks_something(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    (tmp_path / "policy.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    result = run("check", "app.py", "--against", "policy.json", "--format", "text", cwd=tmp_path)
    assert result.returncode == 1
    assert "policy lacks s3:GetObject on" in result.stdout


@pytest.mark.parametrize(
    ("options", "topic"),
    [
        ((), "arn:aws:sns:*:*:*"),
        (("--region", "cn-north-1", "--account", "123456789012"), "arn:aws-cn:sns:cn-north-1:123456789012:*"),
        (("--partition", "aws-us-gov"), "arn:aws-us-gov:sns:*:*:*"),
    ],
)
def test_against_a_policy_of_some_place(tmp_path: Path, options: tuple[str, ...], topic: str) -> None:
    """The summary and the patch name it in one way, and as the command line says where it is."""
    (tmp_path / "app.py").write_text(
        "import boto3\nboto3.client('sns').publish(TopicArn=input(), Message='x')\n"
    )
    policy = tmp_path / "policy.json"
    policy.write_text('{"Version": "2012-10-17", "Statement": []}\n')
    diff = run("generate", "app.py", "--against", "policy.json", "--format", "diff", *options, cwd=tmp_path)
    assert f"#   + sns:Publish on {topic} (app.py:2)" in diff.stdout
    subprocess.run(["git", "apply", "-"], input=diff.stdout, cwd=tmp_path, text=True, check=True)
    (statement,) = json.loads(policy.read_text())["Statement"]
    assert statement["Resource"] == topic
    again = run("check", "app.py", "--against", "policy.json", "--unused", *options, cwd=tmp_path)
    assert again.returncode == 0, again.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file"), ("{", "policy.json"), ('{"a": 1}', "not an IAM policy")],
)
def test_against_what_is_no_policy(tmp_path: Path, content: str | None, message: str) -> None:
    (tmp_path / "app.py").write_text(CODE)
    if content is not None:
        (tmp_path / "policy.json").write_text(content)
    result = run("generate", "app.py", "--against", "policy.json", cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def shop() -> tuple[Request, Any]:
    request = Request(paths=(SHOP,))
    return request, generate(request)


def test_the_report_follows_its_schema() -> None:
    request, analysis = shop()
    report = build_report(analysis, render_settings(request, explain=False, max_reasons=3))
    jsonschema.validate(report, load_schema("report-v1"))


def test_one_role_on_request() -> None:
    request, analysis = shop()
    only = only_role(analysis, "Notify")
    report = build_report(only, render_settings(request, explain=False))
    assert [policy["name"] for policy in report["policies"]] == ["Notify"]
    assert [role["role"] for role in report["diff"]["roles"]] == ["Notify"]
    with pytest.raises(UserError, match="no function, role or policy Nobody"):
        only_role(analysis, "Nobody")


def test_a_policy_that_is_no_roles_on_request(tmp_path: Path) -> None:
    """What an answer names can be asked for: also the policy of code that no function reaches."""
    made.application(tmp_path, 2)
    (tmp_path / "tool.py").write_text("import boto3\nboto3.client('ssm').get_parameter(Name='/a')\n")
    request = Request(paths=(tmp_path,), base=tmp_path)
    settings = render_settings(request, explain=True)
    named = [policy["name"] for policy in build_answer(generate(request), settings)["policies"]]
    assert named == ["application"]
    only = generate(replace(request, role="application"))
    assert build_answer(only, settings, role="application")["policies"][0]["needs"] == [
        "ssm:GetParameter on arn:aws:ssm:*:*:parameter/a (tool.py:2)"
    ]
    assert json.loads(renderer("policy")(only, settings))["Statement"][0]["Action"] == "ssm:GetParameter"
    with pytest.raises(UserError, match=r"there are: Function00, Function01, application$"):
        generate(replace(request, role="nobody"))


def test_the_patch_of_one_role_changes_nothing_else() -> None:
    request, analysis = shop()
    whole = renderer("diff")(analysis, render_settings(request, explain=False))
    only = generate(replace(request, role="ListOrders"))
    text = renderer("diff")(only, render_settings(request, explain=False))
    assert "-                - dynamodb:Scan # once used by the export" in text.splitlines()
    # The hunks of the other functions are in the patch of all roles alone.
    assert "AmazonS3FullAccess" in whole
    assert "AmazonS3FullAccess" not in text
    assert "DynamoDBCrudPolicy" not in text


FULL = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
  Admin:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Environment: {Variables: {ORDERS: !Ref Orders}}
      InlineCode: |
        import os
        import boto3

        def handler(event, context):
            boto3.client("dynamodb").put_item(TableName=os.environ["ORDERS"], Item={})
            boto3.client("dynamodb").get_item(TableName=os.environ["ORDERS"], Key={})
      Policies:
        - AmazonDynamoDBFullAccess
        - AmazonS3FullAccess
        - Statement:
            - {Effect: Allow, Action: ["sqs:*", "sns:*"], Resource: "*"}
"""


def test_a_wide_grant_is_one_line_everywhere(tmp_path: Path) -> None:
    """However many actions a policy has: what it narrows to counts."""
    (tmp_path / "template.yaml").write_text(FULL)
    request = Request(paths=(tmp_path,), base=tmp_path)
    analysis = generate(request)
    settings = render_settings(request, explain=False)
    left = "dynamodb:GetItem, dynamodb:PutItem on Orders.Arn"
    lines = [line for line in renderer("diff")(analysis, settings).splitlines() if line.startswith("#")]
    assert lines == [
        "# Admin (template.yaml): 1 narrowed, 2 removed, 3 unchanged",
        f"#   ~ AmazonDynamoDBFullAccess, to {left} (template.yaml:18, template.yaml:17)",
        "#   - AmazonS3FullAccess: no code needs AmazonS3FullAccess",
        "#   - sns:*, sqs:* on *: no code needs it",
    ]
    markdown = renderer("markdown")(analysis, settings)
    head = markdown[: markdown.index("```diff")].strip().splitlines()
    assert [line.strip()[:16] for line in head[2:]] == [
        "- `Admin` (`temp", "- **narrowed** `", "- **removed** `A", "- **removed** `s",
    ]  # fmt: skip
    assert build_answer(analysis, settings)["roles"]["Admin"] == [
        f"~ AmazonDynamoDBFullAccess, to {left} (template.yaml:18, template.yaml:17)",
        "- AmazonS3FullAccess: no code needs AmazonS3FullAccess",
        "- sns:*, sqs:* on *: no code needs it",
    ]
    checked = check(analysis, unused=True)
    assert [one.message for one in checked.findings] == [
        f"Admin has AmazonDynamoDBFullAccess; its code needs only {left}",
        "Admin has AmazonS3FullAccess; no code needs AmazonS3FullAccess",
        "Admin has sns:*, sqs:* on *; no code needs it",
    ]
    assert [one["message"]["text"] for one in sarif(checked)["runs"][0]["results"]] == [
        one.message for one in checked.findings
    ]


def test_inline_code_is_at_its_line_of_the_template(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(FULL)
    request = Request(paths=(tmp_path,))
    analysis = generate(request)
    report = build_report(analysis, render_settings(request, explain=False))
    put = next(one for one in report["grants"] if one["action"] == "dynamodb:PutItem")
    (reason,) = put["reasons"]
    line = FULL.splitlines()[reason["line"] - 1]
    assert (reason["file"], line[reason["column"] - 1 :][:12]) == ("template.yaml", "boto3.client")
    log = sarif(check(analysis, unused=True))
    related = log["runs"][0]["results"][0]["relatedLocations"]
    assert {one["physicalLocation"]["artifactLocation"]["uri"] for one in related} == {"template.yaml"}


def test_entry_points_and_no_infra_give_one_policy() -> None:
    names = [policy.name for policy in analyse([SHOP], Options(infrastructure=False)).policies]
    assert names == ["application"]
    entry = analyse([SHOP], Options(entries=("notify/app.py:handler",)))
    assert [grant.action for policy in entry.policies for grant in policy.grants] == ["sns:Publish"]


def test_templates_outside_of_the_paths(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "deploy").mkdir()
    (tmp_path / "code" / "app.py").write_text(CODE)
    (tmp_path / "deploy" / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      Runtime: python3.12\n      CodeUri: ../code\n      Handler: app.handler\n"
    )
    assert analyse([tmp_path / "code"], Options()).infrastructure is None
    found = analyse([tmp_path / "code"], Options(infra=(tmp_path / "deploy",)))
    assert [policy.name for policy in found.policies] == ["Fn"]
    assert {grant.action for policy in found.policies for grant in policy.grants} >= {"s3:GetObject"}
