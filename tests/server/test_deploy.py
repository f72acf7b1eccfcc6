"""``policywright deploy`` as a user sees it: formats, options, and what is wrong with a request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from policywright.knowledge.policy.parse import parse
from policywright.server.cli import main
from policywright.server.schema import load_schema

SHOP = str(Path(__file__).parents[2] / "examples" / "shop-sam")
REPORTS = str(Path(__file__).parents[2] / "examples" / "reports-terraform")
BOUNDARY = "arn:aws:iam::123456789012:policy/apps"


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    assert main(["deploy", *arguments]) == status
    captured = capsys.readouterr()
    return captured.out, captured.err


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capsys, *arguments)[0])
    return found


@pytest.mark.parametrize("project", [SHOP, REPORTS])
def test_json_is_the_published_report(capsys: pytest.CaptureFixture[str], project: str) -> None:
    found = report(capsys, project, "--explain")
    jsonschema.validate(found, load_schema("report-v1"))
    assert all(reason["source"] for grant in found["grants"] for reason in grant["reasons"])
    assert {grant["reasons"][0]["code"] for grant in found["grants"]} == {"deployment"}


def test_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    policies = json.loads(run(capsys, SHOP, "--format", "policy")[0])
    assert len(policies) == 3 and all(parse(json.dumps(one)) for one in policies)
    markdown = run(capsys, SHOP, "--format", "markdown")[0]
    assert markdown.startswith("# Ways to more permissions\n")
    assert "## Trust policy for `arn:aws:iam::123456789012:role/shop-pipeline` (proposal)" in markdown
    yaml.SafeLoader.add_constructor("!Sub", lambda loader, node: loader.construct_scalar(node))
    template = yaml.safe_load(run(capsys, SHOP, "--format", "cloudformation")[0])
    assert {one["Type"] for one in template["Resources"].values()} == {"AWS::IAM::ManagedPolicy"}
    assert "Parameters" not in template
    assert 'resource "aws_iam_policy"' in run(capsys, REPORTS, "--format", "terraform")[0]


def test_what_generate_prints_deploy_prints(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formats, options, names of files and the project's settings are those of ``generate``."""
    from argparse import ArgumentParser

    from policywright.server.commands import deploy, generate

    def options(command: Any) -> dict[str, Any]:
        found: list[ArgumentParser] = []

        class Parsers:
            def add_parser(self, _name: str, **_about: Any) -> ArgumentParser:
                found.append(ArgumentParser())
                return found[0]

        command.add_command(Parsers())
        return {one.dest: one for one in found[0]._actions}

    mine, theirs = options(deploy), options(generate)
    assert set(theirs["format"].choices) - set(mine["format"].choices) == {"diff"}
    alone = {
        "entry",
        "role",
        "infra",
        "no_infra",
        "keep_templates",
        "no_keep_templates",
        "against",
        "profile",
    }
    assert theirs.keys() - mine.keys() == {*alone, "synth", "offline"}

    monkeypatch.chdir(Path(SHOP).parent)
    for format in mine["format"].choices:
        out = run(capsys, "shop-sam", "--format", format)[0]
        assert out and ("template.yaml:" not in out or "shop-sam/template.yaml:" in out), format
        if format in ("text", "markdown", "html"):
            assert -1 < out.find("Ways to more permissions") < out.find("cloudformation:CreateChangeSet")
            assert "Trust policy for" in out
    generated = json.loads(run_generate(capsys, "shop-sam"))
    found = report(capsys, "shop-sam")
    assert found.keys() - {"deployment"} == generated.keys()
    assert found["grants"][0].keys() == generated["grants"][0].keys()
    assert found["grants"][0]["reasons"][0].keys() == generated["grants"][0]["reasons"][0].keys()
    assert found["grants"][0]["reasons"][0]["file"].startswith("shop-sam/")

    out, said = run(capsys, "shop-sam", "--quiet", "-o", str(tmp_path / "out.md"), "--format", "markdown")
    assert not out and not said and (tmp_path / "out.md").read_text("utf-8").startswith("# Ways")
    (tmp_path / "policywright.toml").write_text('region = "eu-north-1"\nexclude = ["old"]\n', "utf-8")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.yaml").write_text("Resources: {T: {Type: AWS::SNS::Topic}}", "utf-8")
    (tmp_path / "new.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}", "utf-8")
    monkeypatch.chdir(tmp_path)
    out = run(capsys, ".", "--format", "policy")[0]
    assert "arn:aws:sqs:eu-north-1:" in out and "sns:" not in out


def run_generate(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["generate", *arguments]) == 0
    return capsys.readouterr().out


def test_a_boundary(capsys: pytest.CaptureFixture[str]) -> None:
    without, said = report(capsys, REPORTS), capsys.readouterr().err
    assert without["deployment"]["escalation"] and not said
    found = report(capsys, REPORTS, "--boundary", BOUNDARY)
    # What runs code does so with roles that have the boundary, as far as they are made here.
    assert [line.partition(": ")[2].partition(":")[0] for line in found["deployment"]["escalation"]] == [
        "it can act with the roles of what it changes or starts"
    ]
    makes = [one for one in found["grants"] if one["action"] in ("iam:CreateRole", "iam:PutRolePolicy")]
    assert makes
    for one in makes:
        assert one["condition"]["StringEquals"]["iam:PermissionsBoundary"] == BOUNDARY


def test_phases(capsys: pytest.CaptureFixture[str]) -> None:
    looking = {one["action"] for one in report(capsys, REPORTS, "--phase", "plan")["grants"]}
    assert looking and not {"s3:CreateBucket", "s3:DeleteBucket", "iam:PassRole"} & looking
    down = {one["action"] for one in report(capsys, REPORTS, "--phase", "destroy")["grants"]}
    assert "s3:DeleteBucket" in down and "s3:CreateBucket" not in down


def test_applying_a_plan_deletes_what_the_plan_deletes(capsys: pytest.CaptureFixture[str]) -> None:
    plan = str(Path(__file__).parents[1] / "golden" / "deployment" / "terraform-plan" / "plan.json")
    applied = {one["action"] for one in report(capsys, plan, "--phase", "apply")["grants"]}
    assert {"sqs:CreateQueue", "sns:DeleteTopic", "dynamodb:DeleteTable"} <= applied
    assert "sqs:DeleteQueue" not in applied


def test_only_one_tool(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, SHOP, REPORTS, "--tool", "terraform")
    assert [one["tool"] for one in found["deployment"]["identities"]] == ["terraform"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: no such file or directory"),
        ([SHOP, "--boundary", "apps"], "--boundary apps: not the ARN of a managed policy"),
        ([SHOP, "--stack-name", "a b"], "--stack-name a b: no name of a stack"),
        ([SHOP, "--stack-name", ""], "--stack-name : no name of a stack"),
    ],
)
def test_bad_requests(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    _, error = run(capsys, *arguments, status=2)
    assert said in error and error.count("\n") == 1


def test_nothing_to_deploy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print()\n", encoding="utf-8")
    _, error = run(capsys, str(tmp_path), status=2)
    assert "nothing that is deployed" in error


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  A: [",
        "Resources: {A: {Type: AWS::S3::Bucket, Properties: 3}}",
        "\x00",
        "Resources: {A: {Type: 4}}",
    ],
)
def test_broken_templates_cost_themselves(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "good.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}", encoding="utf-8")
    found = report(capsys, str(tmp_path))
    assert "sqs:CreateQueue" in {one["action"] for one in found["grants"]}


def test_what_goes_wrong_inside_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "q" { name = "q" }', encoding="utf-8")
    (tmp_path / "good.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}", encoding="utf-8")
    from policywright.analyzers.deployment import terraform

    def fails(*_arguments: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(terraform, "handles_of_root", fails)
    found = json.loads(run(capsys, str(tmp_path), status=4)[0])
    assert [one["code"] for one in found["unresolved"]] == ["internal-error"]
    assert "main.tf" in found["unresolved"][0]["detail"]
    assert "sqs:CreateQueue" in {one["action"] for one in found["grants"]}


def test_a_boundary_is_not_promised_where_aws_takes_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_iam_policy" "p" {\n  name   = "p"\n  policy = "{}"\n}\n', "utf-8"
    )
    said = report(capsys, str(tmp_path))["deployment"]["escalation"]
    assert any("iam:CreatePolicyVersion" in one for one in said)
    assert not any("closes it" in one for one in said if "iam:CreatePolicyVersion" in one)


def test_plugins_that_add_nothing_are_not_unknown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(
        "service: s\nprovider: {name: aws, runtime: python3.12}\nplugins: [serverless-wsgi, serverless-rack]\n"
        "functions: {a: {handler: wsgi_handler.handler}}\n",
        "utf-8",
    )
    assert "may add resources" not in str(report(capsys, str(tmp_path)))


def test_who_any_role_can_be_passed_to_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'variable "r" {}\nresource "aws_lambda_function" "f" {\n  function_name = "f"\n  role = var.r\n}\n',
        "utf-8",
    )
    said = report(capsys, str(tmp_path))["deployment"]["escalation"]
    assert any("it can pass any role to lambda.amazonaws.com (iam:PassRole)" in one for one in said), said


WAYS = """
variable "name" {}
resource "aws_iam_role_policy" "a" {
  role   = "there"
  policy = "{}"
}
resource "aws_iam_group_policy_attachment" "b" {
  group      = "there"
  policy_arn = var.name
}
resource "aws_iam_user_group_membership" "c" {
  user   = "there"
  groups = ["others"]
}
resource "aws_iam_access_key" "d" {
  user = "there"
}
resource "aws_iam_user_login_profile" "e" {
  user = "there"
}
"""


@pytest.mark.parametrize("boundary", [(), ("--boundary", "arn:aws:iam::111122223333:policy/most")])
def test_more_for_those_who_are_there_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, boundary: tuple[str, ...]
) -> None:
    (tmp_path / "main.tf").write_text(WAYS, "utf-8")
    said = report(capsys, str(tmp_path), *boundary)["deployment"]["escalation"]
    ways = [one.partition(": ")[2] for one in said]
    of_role = [
        "it can give a role that is there any permission (iam:PutRolePolicy); --boundary ARN closes it"
    ]
    assert ways == [
        *([] if boundary else of_role),
        "it can give the users of a group any permission (iam:AttachGroupPolicy)",
        "it can give users what a group may do (iam:AddUserToGroup)",
        "it can make keys with which others act as a user (iam:CreateAccessKey)",
        "it can set the password of a user (iam:CreateLoginProfile)",
    ]


def test_what_several_builds_may_become_is_said_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Builds that share a buildspec: their warnings are one line, with how many they are."""
    build = """
  Build{0}:
    Type: AWS::CodeBuild::Project
    Properties:
      ServiceRole: arn:aws:iam::111122223333:role/build{0}
      Source: {{Type: GITHUB, BuildSpec: buildspec.yml}}
"""
    (tmp_path / "template.yaml").write_text(
        "Resources:" + "".join(build.format(number) for number in range(5)), "utf-8"
    )
    (tmp_path / "buildspec.yml").write_text(
        "phases: {build: {commands: [aws lambda update-function-code --function-name $F --zip-file fileb://a]}}",
        "utf-8",
    )
    assert main(["deploy", str(tmp_path)]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "lambda:UpdateFunctionCode" in line]
    assert [line.partition("warning: ")[2].partition(": ")[0] for line in said] == [
        "Build0, Build1, Build2 and 2 more"
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (
            "Resources:\n  T:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Properties: "
            "{MinCapacity: 1, MaxCapacity: 2, ResourceId: service/a/b, ServiceNamespace: ecs,"
            " ScalableDimension: 'ecs:service:DesiredCount'}\n",
            "template.yaml",
        ),
        (
            'resource "aws_appautoscaling_target" "t" {\n  min_capacity = 1\n  max_capacity = 2\n'
            '  resource_id = "service/a/b"\n  service_namespace = "ecs"\n'
            '  scalable_dimension = "ecs:service:DesiredCount"\n}\n',
            "main.tf",
        ),
    ],
)
def test_what_another_kind_calls_is_not_taken_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, written: str, name: str
) -> None:
    """What scales a service never scaled a database: that would be another target."""
    (tmp_path / name).write_text(written, "utf-8")
    may = {one["action"].partition(":")[0] for one in report(capsys, str(tmp_path))["may_need"]}
    assert not may & {"rds", "lambda"}
