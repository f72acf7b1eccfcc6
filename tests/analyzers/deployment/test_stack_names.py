"""The names that jobs give a template's stack: together they are what its permissions are for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy

QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"


def job(name: str, stack: str) -> str:
    return f"""
  {name}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with: {{role-to-assume: 'arn:aws:iam::123456789012:role/{name}', aws-region: eu-west-1}}
      - run: aws cloudformation deploy --stack-name {stack} --template-file template.yaml
"""


@pytest.mark.parametrize(
    ("names", "common"),
    [
        (["shop"], "shop"),
        (["shop", "shop"], "shop"),
        (["shop-${{ inputs.stage }}"], "shop-*"),
        (["shop-dev", "shop-${{ inputs.stage }}"], "shop-*"),
        (["dev-shop", "${{ inputs.stage }}-shop"], "*-shop"),
        (["shop-dev-eu", "shop-prod-eu"], "shop-*-eu"),
        (["shop", "shop-prod"], "shop*"),
        (["aba", "a"], "a*"),
        (["shop-dev", "$STACK"], "*"),
    ],
)
def test_what_names_have_in_common(names: list[str], common: str, tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    jobs = "".join(job(f"job{number}", name) for number, name in enumerate(names))
    head = "on: push\npermissions: {id-token: write}\njobs:"
    (workflows / "deploy.yml").write_text(head + jobs, encoding="utf-8")
    (tmp_path / "template.yaml").write_text(QUEUE, encoding="utf-8")
    options = Options()
    found = deploy([tmp_path], options)
    queues = {
        text.rpartition(":")[2]
        for action, text in granted(found.analysis.policies, options.place) if action == "sqs:CreateQueue"
    }  # fmt: skip
    assert queues == {f"{common}-Queue-*"}


ENVIRONMENTS = """
version = 0.1
[default.deploy.parameters]
stack_name = "shop-dev"
[prod.deploy.parameters]
stack_name = "shop-prod"
s3_bucket = "releases"
"""


def test_environments_of_a_configuration(tmp_path: Path) -> None:
    """``sam deploy --config-env prod`` deploys another stack, through another bucket."""
    (tmp_path / "samconfig.toml").write_text(ENVIRONMENTS, encoding="utf-8")
    (tmp_path / "template.yaml").write_text(
        QUEUE + "  Code:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src\n"
        "      Handler: app.handler\n      Runtime: python3.12\n",
        encoding="utf-8",
    )
    options = Options()
    found = deploy([tmp_path], options)
    texts = {
        (action, text.rpartition(":")[2]) for action, text in granted(found.analysis.policies, options.place)
    }
    assert ("sqs:CreateQueue", "shop-*-Queue-*") in texts
    assert {text for action, text in texts if action == "s3:GetObject"} == {"*/*"}
