"""A directory of a project is deployed with the modules that it calls from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

MAIN = """
module "jobs" {
  source = "../../modules/queue"
  name   = basename(abspath(path.root))
}
"""
QUEUE = """
variable "name" {}
resource "aws_sqs_queue" "this" {
  name   = "jobs-${var.name}"
  policy = file("${path.module}/texts/policy.json")
}
module "key" {
  source = "../key"
}
"""
KEY = """
resource "aws_kms_key" "this" {}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "repo/environments/test/main.tf": MAIN,
        "repo/modules/queue/main.tf": QUEUE,
        "repo/modules/queue/texts/policy.json": "{}",
        "repo/modules/queue/examples/all/main.tf": 'resource "aws_sns_topic" "never" {}',
        "repo/modules/key/main.tf": KEY,
        "repo/modules/other/main.tf": 'resource "aws_sns_topic" "never" {}',
        "beside/main.tf": 'resource "aws_sns_topic" "never" {}',
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "repo"


def granted(project: Path, **options: object) -> tuple[list[str], set[str], set[str]]:
    found = deploy([project / "environments" / "test"], Options(**options))  # type: ignore[arg-type]
    grants = [grant for policy in found.analysis.policies for grant in policy.grants]
    on = {str(value) for grant in grants for value in grant.resources if grant.action == "sqs:CreateQueue"}
    return [one.name for one in found.identities], {grant.action for grant in grants}, on


def test_modules_of_the_repository_are_read(project: Path) -> None:
    (project / ".git").mkdir()
    names, actions, on = granted(project)
    assert names == ["test"]
    assert {"sqs:CreateQueue", "kms:CreateKey"} <= actions
    assert not any(action.startswith("sns:") for action in actions)
    assert all("jobs-test" in one for one in on) and on


def test_nothing_is_read_where_there_is_no_repository(project: Path) -> None:
    found = deploy([project / "environments" / "test"], Options())
    assert any("module.jobs comes from" in one.detail for one in found.analysis.unresolved)


def test_nothing_outside_of_the_root_is_read(project: Path) -> None:
    (project / ".git").mkdir()
    found = deploy([project / "environments" / "test"], Options(root=project / "environments"))
    assert any("module.jobs comes from" in one.detail for one in found.analysis.unresolved)


def test_modules_above_the_repository_are_not_read(project: Path) -> None:
    (project / ".git").mkdir()
    main = project / "environments" / "test" / "main.tf"
    main.write_text('module "out" {\n  source = "../../../beside"\n}\n', encoding="utf-8")
    found = deploy([project / "environments" / "test"], Options())
    assert found.analysis.policies == ()
    assert any("module.out comes from" in one.detail for one in found.analysis.unresolved)


def test_the_role_that_a_service_makes_is_said(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_lb" "it" {\n  name = "it"\n}\n', encoding="utf-8")
    found = deploy([tmp_path], Options())
    assert "iam:CreateServiceLinkedRole" in {one.action for one in found.analysis.may_need}
    every = deploy([tmp_path], Options(include_optional=True)).analysis.policies
    assert "iam:CreateServiceLinkedRole" in {grant.action for one in every for grant in one.grants}


def test_what_cannot_be_read_is_said_and_loses_nothing_else(tmp_path: Path) -> None:
    """A template, a module that is called, a directory in which nothing can be read."""
    for name, text in {
        "good.yaml": "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: good}}\n",
        "broken.yaml": "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n   Properties: {\n",
        "live/main.tf": 'module "m" {\n  source = "./m"\n}\n',
        "live/m/main.tf": 'resource "aws_sns_topic" "t" {\n  name = "t"\n}\nresource "aws_sqs_queue" "q" {\n  name = [\n',
        "alone/main.tf": 'resource "aws_sqs_queue" "q" {\n  name =\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = deploy([tmp_path], Options())
    granted = {grant.action for policy in found.analysis.policies for grant in policy.grants}
    assert {"sqs:CreateQueue", "sns:CreateTopic"} <= granted
    said = {place.file for one in found.analysis.unresolved for place in (one.places or (one.span,))}
    assert said == {"broken.yaml", "live/m/main.tf", "alone/main.tf"}


FETCHED = {
    "Modules": [
        {"Key": "", "Source": "", "Dir": "."},
        {"Key": "bus", "Source": "registry.terraform.io/acme/bus/aws", "Dir": ".terraform/modules/bus"},
        {"Key": "bus.key", "Source": "./key", "Dir": ".terraform/modules/bus/key"},
        {"Key": "gone", "Source": "registry.terraform.io/acme/gone/aws", "Dir": ".terraform/modules/gone"},
        {"Key": "out", "Source": "registry.terraform.io/acme/out/aws", "Dir": "../beside"},
        "odd",
    ]
}


def test_modules_that_terraform_has_fetched_are_read(tmp_path: Path) -> None:
    """Those that are called: what an earlier version left there, and what lies elsewhere, is not."""
    for name, text in {
        "live/main.tf": 'module "bus" {\n  source  = "acme/bus/aws"\n  version = "1.0"\n}\nmodule "out" {\n  source = "acme/out/aws"\n}\n',
        "live/.terraform/modules/modules.json": json.dumps(FETCHED),
        "live/.terraform/modules/bus/main.tf": 'resource "aws_sns_topic" "t" {\n  name = "bus"\n}\nmodule "key" {\n  source = "./key"\n}\n',
        "live/.terraform/modules/bus/key/main.tf": KEY,
        "live/.terraform/modules/bus/examples/main.tf": 'resource "aws_vpc" "never" {}',
        "live/.terraform/modules/gone/main.tf": 'resource "aws_vpc" "never" {}',
        "beside/main.tf": 'resource "aws_vpc" "never" {}',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = deploy([tmp_path / "live"], Options())
    granted = {grant.action for policy in found.analysis.policies for grant in policy.grants}
    assert [one.name for one in found.identities] == ["live"]
    assert {"sns:CreateTopic", "kms:CreateKey"} <= granted and "ec2:CreateVpc" not in granted
    assert ["module.out" in one.detail for one in found.analysis.unresolved] == [True]


def test_links_are_not_followed(project: Path) -> None:
    (project / ".git").mkdir()
    secret = project.parent / "beside" / "secret.tf"
    secret.write_text('resource "aws_sns_topic" "never" {\n  name = "never"\n}\n', encoding="utf-8")
    (project / "modules" / "key" / "linked.tf").symlink_to(secret)
    fetched = project / "environments" / "test" / ".terraform" / "modules"
    fetched.mkdir(parents=True)
    (project.parent / "list.json").write_text(json.dumps(FETCHED), encoding="utf-8")
    (fetched / "modules.json").symlink_to(project.parent / "list.json")
    _, actions, _ = granted(project)
    assert "kms:CreateKey" in actions and not any(action.startswith("sns:") for action in actions)
