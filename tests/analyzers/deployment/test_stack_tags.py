"""A stack's tags are put on what it makes, whoever gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

TEMPLATE = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
    }
}
WORKFLOW = """
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: "arn:aws:iam::111122223333:role/deploys", aws-region: eu-west-1}
      - run: aws cloudformation deploy --stack-name shop --template-file template.json --tags team=shop
"""
MANIFEST = {"artifacts": {"Shop": {
    "type": "aws:cloudformation:stack",
    "properties": {"templateFile": "template.json", "tags": {"team": "shop"}},
}}}  # fmt: skip
SERVERLESS = "service: shop\nprovider: {name: aws, runtime: python3.12}\nfunctions: {f: {handler: f.f}}\n"


def actions(folder: Path) -> set[str]:
    found = deploy([folder], Options())
    return {grant.action for policy in found.analysis.policies for grant in policy.grants}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("samconfig.toml", '[production.deploy.parameters]\ntags = "team=shop"\n'),
        (".github/workflows/deploy.yml", WORKFLOW),
        ("manifest.json", json.dumps(MANIFEST)),
    ],
)
def test_tags_of_a_stack(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "template.json").write_text(json.dumps(TEMPLATE), encoding="utf-8")
    assert not {"iam:TagRole", "cloudformation:TagResource"} & actions(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert "iam:TagRole" in actions(tmp_path)
    if name != "manifest.json":
        # With CDK it is the bootstrap's role that makes the stack.
        assert "cloudformation:TagResource" in actions(tmp_path)


@pytest.mark.parametrize(
    "text", ["[default.deploy.parameters]\n# tags = 1\ntags =   # none\n", "tags_of = 1\n"]
)
def test_no_tags(tmp_path: Path, text: str) -> None:
    (tmp_path / "template.json").write_text(json.dumps(TEMPLATE), encoding="utf-8")
    (tmp_path / "samconfig.toml").write_text(text, encoding="utf-8")
    assert "iam:TagRole" not in actions(tmp_path)


def test_serverless_tags_its_stack(tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(SERVERLESS, encoding="utf-8")
    assert {"cloudformation:TagResource", "iam:TagRole"} <= actions(tmp_path)
