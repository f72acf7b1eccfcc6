"""What people read of many roles: those that change first, and each thing said once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.command import run

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
"""
FUNCTION = """\
  {name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      CodeUri: {code}
      Handler: app.handler
      Environment:
        Variables:
          TABLE: !Ref Orders
      Policies:
"""
READ = """\
        - DynamoDBReadPolicy:
            TableName: !Ref Orders
"""
STATEMENTS = """\
        - Statement:
            - Effect: Allow
              Action: dynamodb:GetItem
              Resource: !GetAtt Orders.Arn
            - Effect: Allow
              Action: [sqs:SendMessage, sqs:GetQueueUrl]
              Resource: "*"
            - Effect: Allow
              Action: sns:Publish
              Resource: "*"
            - Effect: Allow
              Action: s3:GetObject
              Resource: "*"
            - Effect: Allow
              Action: ses:SendEmail
              Resource: "*"
"""
GET = "import os\n\nimport boto3\n\n\ndef handler(event, context):\n    boto3.client('dynamodb').get_item(TableName=os.environ['TABLE'], Key=event)\n"
SEND = GET + "    boto3.client('kinesis').put_record(StreamName='s', Data=b'', PartitionKey='p')\n"
UNKNOWN = "import not_here_at_all\n" + GET + "    not_here_at_all.go()\n"


def application(root: Path, functions: dict[str, tuple[str, str]], name: str = "template.yaml") -> None:
    """A function of each name, with its policies and its code."""
    text = HEAD
    for id, (policies, code) in functions.items():
        (root / id).mkdir(parents=True)
        (root / id / "app.py").write_text(code)
        text += FUNCTION.format(name=id, code=id) + policies
    (root / name).write_text(text)


@pytest.mark.parametrize("format", ["text", "diff"])
def test_roles_that_change_come_first_and_reasons_are_said_once(tmp_path: Path, format: str) -> None:
    same = {f"Reader{number}": (READ, GET) for number in range(5)}
    application(tmp_path, {**same, "Sender": (READ, SEND)})
    shown = run("generate", ".", "--keep-templates", "--format", format, cwd=tmp_path).stdout
    lines = [line.removeprefix("# ") for line in shown.splitlines()]
    first = lines.index("Sender (template.yaml): 1 added, 4 unchanged")
    after = lines.index("no change known of 5 roles (--explain tells of each):")
    assert first < after
    assert lines[after + 1] == (
        "  Reader0, Reader1, Reader2, Reader3 and 1 more: "
        "DynamoDBReadPolicy grants more than is needed, but of the same kind"
    )
    assert not any(line.startswith("Reader0") for line in lines)
    explained = run("generate", ".", "--keep-templates", "--format", format, "--explain", cwd=tmp_path).stdout
    assert "Reader4 (template.yaml): nothing to change, 4 unchanged" in explained
    one = run(
        "generate", ".", "--keep-templates", "--format", format, "--role", "Reader4", cwd=tmp_path
    ).stdout
    assert "DynamoDBReadPolicy stays, though it also grants" in one


def test_what_stays_for_one_reason_is_one_line(tmp_path: Path) -> None:
    application(tmp_path, {"Reader": (STATEMENTS, UNKNOWN)})
    shown = run("generate", ".", "--format", "diff", cwd=tmp_path).stdout
    (kept,) = (line for line in shown.splitlines() if line.startswith("#   = "))
    assert kept.startswith("#   = s3:GetObject, ses:SendEmail, sns:Publish, sqs:GetQueueUrl and 1 more: ")
    whole = run("generate", ".", "--format", "markdown", cwd=tmp_path).stdout
    assert "ses:SendEmail" in whole


def test_roles_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        application(tmp_path / folder, {"Reader": (READ, GET)})
    shown = run("generate", ".", "--keep-templates", "--format", "diff", cwd=tmp_path).stdout
    assert "Reader (one/template.yaml): nothing to change" in shown
    assert "Reader (two/template.yaml): nothing to change" in shown
    right = STATEMENTS.partition("            - Effect: Allow\n              Action: [sqs")[0]
    for folder in ("three", "four"):
        application(tmp_path / folder, {"Reader": (right, GET)})
    shown = run("generate", "three", "four", "--format", "diff", cwd=tmp_path).stdout
    assert "# as it should be: four/template.yaml:Reader, three/template.yaml:Reader\n" in shown


def test_of_a_role_of_which_not_all_is_known_no_change_is_known(tmp_path: Path) -> None:
    statement = STATEMENTS.partition("            - Effect: Allow\n              Action: [sqs")[0]
    application(tmp_path, {"Reader": (statement, UNKNOWN)})
    shown = run("generate", ".", "--format", "text", cwd=tmp_path).stdout
    assert "no change known, but not all is known of: Reader" in shown


def test_actions_of_one_case_are_one_line(tmp_path: Path) -> None:
    queue = "    boto3.client('sqs').receive_message(QueueUrl=event)\n    boto3.client('sqs').send_message(QueueUrl=event, MessageBody='x')\n"
    (tmp_path / "app.py").write_text(GET + queue)
    shown = run("generate", ".", "--format", "text", cwd=tmp_path).stdout
    assert (
        "  kms:Decrypt, kms:GenerateDataKey on arn:aws:kms:*:*:key/*, if the queue is encrypted with a customer "
        "managed key (app.py:8 and 1 more)" in shown
    )


def test_advice_for_many_is_given_once(tmp_path: Path) -> None:
    programs = "".join(f"    subprocess.run(['tool{number}'])\n" for number in range(3))
    (tmp_path / "app.py").write_text("import subprocess\n" + GET + programs)
    shown = run("generate", ".", "--format", "text", cwd=tmp_path).stdout
    assert shown.count("to settle these: ") == 1
    assert shown.count("is started, and what it asks AWS for is not known") == 3


def test_what_is_said_of_several_places_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(GET + "    exec(event)\n    exec(context)\n    exec(event + context)\n")
    shown = run("generate", ".", "--format", "text", cwd=tmp_path).stdout
    assert "  app.py:8 and 2 more exec runs code that is made at run time; to settle it: " in shown


def test_a_check_that_fails_without_findings_says_why(tmp_path: Path) -> None:
    application(tmp_path, {"Reader": (STATEMENTS, GET)})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "template.yaml").write_text(HEAD + "  : : :\n")
    result = run("check", ".", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "1 role checked, no findings"
    (line,) = [line for line in result.stderr.splitlines() if "other/template.yaml" in line]
    assert line.startswith(
        "policywright: error: check: not everything could be checked: other/template.yaml:"
    )


def test_what_is_granted_on_other_resources_says_on_which(tmp_path: Path) -> None:
    """A reviewer sees what is granted in vain, what is needed instead, and where either is said."""
    elsewhere = """\
        - Statement:
            - Effect: Allow
              Action: dynamodb:*
              Resource: !Sub arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/archive
"""
    application(tmp_path, {"Reader": (elsewhere, GET)})
    shown = run("generate", ".", "--format", "diff", cwd=tmp_path).stdout
    archive = "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/archive"
    added = next(line for line in shown.splitlines() if line.startswith("#   + dynamodb:GetItem"))
    assert f"granted today only on {archive} (template.yaml:" in added
    gone = next(line for line in shown.splitlines() if line.startswith("#   - dynamodb:*"))
    assert "it is needed only on Orders.Arn (Reader/app.py:" in gone


def test_handlers_without_files_are_one_line(tmp_path: Path) -> None:
    functions = "".join(f"  f{number}: {{handler: missing/h{number}.handler}}\n" for number in range(6))
    service = f"service: s\nprovider: {{name: aws, runtime: python3.12}}\nfunctions:\n{functions}"
    (tmp_path / "serverless.yml").write_text(service)
    (tmp_path / "other.py").write_text("import boto3\n")
    said = run("generate", ".", "--format", "diff", cwd=tmp_path).stdout.splitlines()
    lines = [line for line in said if "handlers" in line]
    assert len(lines) == 1
    assert lines[0].startswith(
        "#   ? f0 and 5 more: there are no files for their handlers (missing/h0.handler, "
    )


SOURCE = """\
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { pick } from 'elsewhere';
const stack = new Stack(new App(), 'S');
%s
Secret.fromSecretNameV2(stack, 'Sec', 'a/b').grantRead(pick(stack));
"""
OF_SOURCE = """\
const f%(number)d = new Function(stack, 'F%(number)d', {
  runtime: Runtime.PYTHON_3_12, handler: 'index.handler', code: Code.fromAsset('./fn'),
});
f%(number)d.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject', 'sqs:SendMessage'], resources: ['*'] }));
"""


def test_what_is_unknown_of_many_roles_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "fn").mkdir()
    (tmp_path / "cdk.json").write_text('{"app": "npx ts-node bin/app.ts"}')
    functions = "".join(OF_SOURCE % {"number": number} for number in range(5))
    (tmp_path / "bin" / "app.ts").write_text(SOURCE % functions)
    code = "import boto3\n\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket='b', Key='k')\n"
    (tmp_path / "fn" / "index.py").write_text(
        f"{code}    boto3.client('sns').publish(TopicArn=event['topic'])\n"
    )
    said = run("generate", ".", "--format", "diff", cwd=tmp_path).stdout.splitlines()
    lines = [line for line in said if "roles that can't be told" in line]
    assert len(lines) == 1
    assert lines[0].startswith("# of 5 roles: a call of the application's source may give something to roles")
    assert sum("not called missing for what is said below of many roles: " in line for line in said) == 5
