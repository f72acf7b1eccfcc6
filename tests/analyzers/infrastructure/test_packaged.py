"""A package that is in the project built already is what is deployed, whatever source is found for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse

SOURCE = """import boto3
from lib import keys

def handler(event, context):
    return boto3.resource("dynamodb").Table("t").get_item(Key=keys())
"""
KEYS = "def keys():\n    return {'id': '1'}\n"
MORE = "import boto3\n\ndef keys():\n    boto3.client('dynamodb').put_item(TableName='t', Item={})\n    return {}\n"
HAS = '["dynamodb:GetItem", "dynamodb:PutItem"]'
TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/t"
SERVICE = '{"Service": "lambda.amazonaws.com"}'
TEMPLATES = {
    "main.tf": f"""
resource "aws_iam_role" "r" {{
  name = "r"
  assume_role_policy = jsonencode({{ Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole", Principal = {{ Service = "lambda.amazonaws.com" }} }}] }})
}}
resource "aws_iam_role_policy" "p" {{
  role   = aws_iam_role.r.id
  policy = jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Allow", Action = {HAS}, Resource = "{TABLE}" }}] }})
}}
resource "aws_lambda_function" "f" {{
  function_name = "f"
  role          = aws_iam_role.r.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}}
""",
    "template.yaml": f"""Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: app.zip
      Handler: app.handler
      Runtime: python3.12
      Policies: [{{Statement: [{{Effect: Allow, Action: {HAS}, Resource: "{TABLE}"}}]}}]
""",
    "stack.template.json": f"""{{"Resources": {{
  "R": {{"Type": "AWS::IAM::Role", "Properties": {{
    "AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {SERVICE}}}]}},
    "Policies": [{{"PolicyName": "p", "PolicyDocument": {{"Statement": [
      {{"Effect": "Allow", "Action": {HAS}, "Resource": "{TABLE}"}}]}}}}]}}}},
  "F": {{"Type": "AWS::Lambda::Function", "Properties": {{"Code": "app.zip", "Handler": "app.handler",
    "Runtime": "python3.12", "Role": {{"Fn::GetAtt": ["R", "Arn"]}}}}}}}}}}
""",
    "serverless.yml": f"""service: s
provider:
  name: aws
  runtime: python3.12
  iam: {{role: {{statements: [{{Effect: Allow, Action: {HAS}, Resource: "{TABLE}"}}]}}}}
package: {{artifact: app.zip}}
functions: {{f: {{handler: app.handler}}}}
""",
    "stack.ts": f"""import * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
export class S extends cdk.Stack {{
  constructor(scope: any, id: string) {{
    super(scope, id);
    const f = new lambda.Function(this, "F", {{
      runtime: lambda.Runtime.PYTHON_3_12, handler: "app.handler", code: lambda.Code.fromAsset("app.zip"),
    }});
    f.addToRolePolicy(new iam.PolicyStatement({{ actions: {HAS}, resources: ["{TABLE}"] }}));
  }}
}}
new S(new cdk.App(), "S");
""",
}
PLACES = tuple(TEMPLATES)


def unneeded(project: Path, template: str, packed: dict[str, str | bytes], **more: str) -> list[str]:
    """What can go of what the function has, as far as the project shows."""
    files = {template: TEMPLATES[template], "app.py": SOURCE, "lib.py": KEYS, **more}
    if template == "stack.ts":
        files["cdk.json"] = '{"app": "npx ts-node stack.ts"}'
    for name, text in files.items():
        (project / name).write_text(text)
    with zipfile.ZipFile(project / "app.zip", "w") as archive:
        for name, content in packed.items():
            archive.writestr(name, content)
    found = analyse([project], Options()).infrastructure
    assert found is not None
    assert found.roles
    changes = [change for role in found.roles for change in role.changes]
    return sorted({one.action for one in changes if one.kind == "removed" and "dynamodb" in one.action})


@pytest.mark.parametrize("template", PLACES)
def test_the_same_in_both_is_certain(tmp_path: Path, template: str) -> None:
    packed = {"app.py": SOURCE.replace("\n", "\r\n"), "lib.py": KEYS, "note.txt": "x"}
    assert unneeded(tmp_path, template, packed) == ["dynamodb:PutItem"]


@pytest.mark.parametrize("template", PLACES)
def test_what_the_package_has_counts(tmp_path: Path, template: str) -> None:
    assert unneeded(tmp_path, template, {"app.py": SOURCE, "lib.py": MORE}) == []


@pytest.mark.parametrize("template", PLACES)
@pytest.mark.parametrize("packed", [{"app.pyc": b"\0\1"}, {"lib.py": KEYS}, {"app.py": "x" * 200_001}])
def test_what_is_not_read_takes_nothing_away(
    tmp_path: Path, template: str, packed: dict[str, str | bytes]
) -> None:
    assert unneeded(tmp_path, template, packed) == []


@pytest.mark.parametrize("template", PLACES)
@pytest.mark.parametrize(
    "said", [(".gitignore", "*.zip\n"), ("Makefile", "build:\n\tzip -r app.zip app.py lib.py\n")]
)
def test_what_is_made_anew_says_nothing(tmp_path: Path, template: str, said: tuple[str, str]) -> None:
    assert unneeded(tmp_path, template, {"app.pyc": b"\0\1"}, **dict([said])) == ["dynamodb:PutItem"]


def test_what_terraform_packs_says_nothing(tmp_path: Path) -> None:
    data = 'data "archive_file" "a" {\n  type = "zip"\n  source_dir = "."\n  output_path = "app.zip"\n}\n'
    packed = {"app.py": SOURCE, "lib.py": MORE}
    assert unneeded(tmp_path, "main.tf", packed, **{"archive.tf": data}) == ["dynamodb:PutItem"]


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        ({"app.py": SOURCE, "lib.py": MORE}, "lib.py in app.zip is not the same as in the project"),
        (
            {"app.py": SOURCE, "lib.py": KEYS, "more.py": MORE},
            "app.zip has more.py, which the project has not",
        ),
    ],
)
def test_the_difference_is_said(tmp_path: Path, packed: dict[str, str | bytes], said: str) -> None:
    unneeded(tmp_path, "template.yaml", packed)
    found = analyse([tmp_path], Options()).infrastructure
    assert found is not None
    assert [one.detail for one in found.problems] == [f"F: {said}; what either of them needs is needed"]
