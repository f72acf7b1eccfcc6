"""The names that jobs give a template's stack: each job's permissions are for its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy

FUNCTION = (
    "  Code:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: src\n      Handler: app.handler\n"
    "      Runtime: python3.12\n      Role: arn:aws:iam::123456789012:role/code\n"
)
QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"


def job(name: str, stack: str, template: str = "template.yaml", more: str = "") -> str:
    return f"""
  {name}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with: {{role-to-assume: 'arn:aws:iam::123456789012:role/{name}', aws-region: eu-west-1}}
      - run: aws cloudformation deploy --stack-name {stack} --template-file {template} {more}
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
    """Where commands don't say which template they deploy, it may be this one."""
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    jobs = "".join(job(f"job{number}", name, "$TEMPLATE") for number, name in enumerate(names))
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


def test_each_job_deploys_its_own_stack(tmp_path: Path) -> None:
    """What is for development touches nothing of what is in production: other names, buckets and regions."""
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    tags, bucket = (
        "--tags a=b --region us-east-1",
        "--s3-bucket releases --role-arn arn:aws:iam::123456789012:role/cfn",
    )
    jobs = job("dev", "shop-dev", more=tags) + job("prod", "shop-prod", more=bucket)
    head = "on: push\npermissions: {id-token: write}\njobs:"
    (workflows / "deploy.yml").write_text(head + jobs, encoding="utf-8")
    (tmp_path / "template.yaml").write_text(QUEUE + FUNCTION, encoding="utf-8")
    found = deploy([tmp_path], Options())
    # The one with a role of its own for CloudFormation makes nothing by itself.
    assert [one.name for one in found.identities] == ["deploy-dev", "deploy-prod", "shop-prod-execution"]
    by_name = {
        policy.name: {f"{action} on {text}" for action, text in granted([policy], Options().place)}
        for policy in found.analysis.policies
    }
    dev, prod, made = by_name.values()
    assert "sqs:CreateQueue on arn:aws:sqs:us-east-1:123456789012:shop-dev-Queue-*" in dev
    assert "sqs:TagQueue on arn:aws:sqs:us-east-1:123456789012:shop-dev-Queue-*" in dev
    assert (
        "cloudformation:CreateChangeSet on arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-prod/*"
        in prod
    )
    assert (
        "s3:PutObject on arn:aws:s3:::releases/*" in prod
        and "s3:GetObject on arn:aws:s3:::releases/*" in made
    )
    assert "sqs:CreateQueue on arn:aws:sqs:eu-west-1:123456789012:shop-prod-Queue-*" in made
    assert not any("shop-prod" in one for one in dev) and not any("sqs:" in one for one in prod)
    assert not any("shop-dev" in one or "TagQueue" in one for one in prod | made)
    # Nobody says where the other one uploads to.
    assert "s3:PutObject on arn:aws:s3:::*/*" in dev
    assert len([one for one in found.analysis.unresolved if "--s3-bucket" in one.detail]) == 1


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
    managed = "aws-sam-cli-managed-default-samclisourcebucket-*"
    assert {text for action, text in texts if action == "s3:GetObject"} == {f"{managed}/*", "releases/*"}


@pytest.mark.parametrize(
    ("command", "stack", "bucket"),
    [
        ("sam deploy", "shop-dev", "aws-sam-cli-managed-default-samclisourcebucket-*"),
        ("sam deploy --config-env prod", "shop-prod", "releases"),
        ("sam deploy --config-env $STAGE", "shop-*", "releases"),
        ("sam deploy --config-env test", "*", "aws-sam-cli-managed-default-samclisourcebucket-*"),
        ("sam deploy --config-env prod --s3-bucket mine", "shop-prod", "mine"),
        ("sam package --s3-bucket packed --output-template-file out.yaml && sam deploy -t out.yaml", "shop-dev", "packed"),
    ],
)  # fmt: skip
def test_a_command_chooses_its_environment(command: str, stack: str, bucket: str, tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text(ENVIRONMENTS, encoding="utf-8")
    function = "  Code:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: src, Handler: app.handler, Runtime: python3.12}\n"
    (tmp_path / "template.yaml").write_text(QUEUE + function, encoding="utf-8")
    (tmp_path / ".gitlab-ci.yml").write_text(f"deploy:\n  script:\n    - {command}\n", encoding="utf-8")
    found = deploy([tmp_path], Options())
    texts = {
        (action, text.rpartition(":")[2])
        for action, text in granted(found.analysis.policies, Options().place)
    }
    assert ("sqs:CreateQueue", f"{stack}-Queue-*") in texts
    assert ("s3:GetObject", f"{bucket}/*") in texts


def test_what_stands_for_a_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text('[default.deploy.parameters]\nstack_name = "<your-name>-shop"\n')
    (tmp_path / "template.yaml").write_text(QUEUE, encoding="utf-8")
    found = deploy([tmp_path], Options())
    texts = {text for _, text in granted(found.analysis.policies, Options().place)}
    assert "arn:aws:sqs:*:*:*-Queue-*" in texts and not any("<" in one for one in texts)


SERVICE = """service: api
provider: {name: aws, runtime: nodejs20.x, region: eu-central-1}
resources:
  Resources:
    Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: "orders-${sls:stage}"}}
"""


@pytest.mark.parametrize(
    ("command", "place", "stage"),
    [
        ("serverless deploy", "eu-central-1", "*"),
        ("serverless deploy --stage prod", "eu-central-1", "prod"),
        ("npx sls deploy -s prod --region us-east-1", "us-east-1", "prod"),
        ("serverless deploy --stage $STAGE", "eu-central-1", "*"),
    ],
)
def test_a_command_says_the_stage(command: str, place: str, stage: str, tmp_path: Path) -> None:
    """A variable of the environment says nothing to the framework."""
    (tmp_path / "serverless.yml").write_text(SERVICE, encoding="utf-8")
    pipeline = f"deploy:\n  variables: {{AWS_REGION: eu-west-1}}\n  script: [{command}]\n"
    (tmp_path / ".gitlab-ci.yml").write_text(pipeline, encoding="utf-8")
    found = deploy([tmp_path], Options())
    texts = {f"{action} on {text}" for action, text in granted(found.analysis.policies, Options().place)}
    assert f"dynamodb:CreateTable on arn:aws:dynamodb:{place}:*:table/orders-{stage}" in texts
    assert f"cloudformation:CreateChangeSet on arn:aws:cloudformation:{place}:*:stack/api-{stage}/*" in texts


_CHAIN = (
    '  Said: {Type: AWS::SSM::Parameter, Properties: {Name: !Sub "/x/${Log}", Type: String, Value: a}}\n',
    '  Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/lambda/${Code}"}}\n',
    "  Code: {Type: AWS::Lambda::Function, Properties: {Handler: a}}\n",
)


@pytest.mark.parametrize("order", [_CHAIN, _CHAIN[::-1]], ids=["before", "after"])
def test_a_name_that_is_made_of_a_later_one(order: tuple[str, ...], tmp_path: Path) -> None:
    """What a resource is called after may stand behind it."""
    (tmp_path / "template.yaml").write_text("Resources:\n" + "".join(order))
    options = Options(stack_name="shop")
    found = granted(deploy([tmp_path], options).analysis.policies, options.place)
    assert ("logs:CreateLogGroup", "arn:aws:logs:*:*:log-group:/aws/lambda/shop-Code-*") in found
    assert ("ssm:PutParameter", "arn:aws:ssm:*:*:parameter/x//aws/lambda/shop-Code-*") in found
