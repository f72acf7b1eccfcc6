"""What is shown is inert: a hostile text goes through every field that a project can fill, in every format.

Nothing that drives a terminal, turns the direction of a text or has no width gets out; no fence is closed from
inside; and a name from the code is no dynamic reference in a template.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policywright.server.cli import main
from policywright.server.rendering import FORMATS
from policywright.server.schema import load_schema
from policywright.server.text import block, inert, json_text

HOSTILE = "\x1b[2J\u202e`````\u200b\x9b31m{{resolve:secretsmanager:x}}${x}|<b>*_\x07\u2066\ufeff"
LIVE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
TEMPLATE = f"""\
Parameters:
  Stage: {{Type: String, Description: {json.dumps(HOSTILE)}}}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: {json.dumps(HOSTILE)}
      AssumeRolePolicyDocument:
        Statement: [{{Effect: Allow, Action: sts:AssumeRole, Principal: {{Service: lambda.amazonaws.com}}}}]
      Policies:
        - PolicyName: {json.dumps(HOSTILE)}
          PolicyDocument:
            Statement:
              - {{Sid: {json.dumps(HOSTILE)}, Effect: Allow, Action: {json.dumps("s3:" + HOSTILE)}, Resource: {json.dumps(HOSTILE)}}}
  "F\\e[31m\\u202e":
    Type: AWS::Lambda::Function
    Properties:
      Code: .
      Handler: app.handler
      Runtime: python3.12
      Role: !GetAtt Role.Arn
      Environment: {{Variables: {{T: {json.dumps(HOSTILE)}, U: !Ref {json.dumps(HOSTILE)}}}}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / f"d{HOSTILE.replace('/', '')}").mkdir(parents=True)
    (root / "template.yaml").write_text(TEMPLATE)
    code = (
        "import boto3, os\n"
        f"NAME = {HOSTILE!r}\n"
        "def handler(event, context):\n"
        "    s3 = boto3.client('s3')\n"
        "    s3.get_object(Bucket=NAME, Key=NAME)\n"
        "    s3.put_object(Bucket='{{resolve:' + 'ssm:x}}', Key=os.environ['T'] + os.environ[NAME])\n"
        "    boto3.client('sqs').send_message(QueueUrl='https://sqs.eu-west-1.amazonaws.com/123456789012/' + NAME, MessageBody='')\n"
        "    boto3.client(NAME).do_something()\n"
        "    getattr(s3, NAME)()\n"
        "    boto3.client('sts').assume_role(RoleArn='arn:aws:iam::123456789012:role/' + NAME, RoleSessionName='x')\n"
    )
    (root / "app.py").write_text(code)
    (root / f"d{HOSTILE.replace('/', '')}" / f"f{HOSTILE.replace('/', '')}.py").write_text(code + "def (:\n")
    return root


def _fences(markdown: str) -> None:
    """Each block that is opened is closed by the line of the same length that closes it, and by no other."""
    opened: str | None = None
    for line in markdown.split("\n"):
        run = re.match(r"`{3,}", line)
        if opened is None and run is not None:
            opened = run.group()
        elif opened is not None and line == opened:
            opened = None
        elif opened is not None:
            assert run is None or len(run.group()) < len(opened)
    assert opened is None


@pytest.mark.parametrize("options", [(), ("--no-infra",)], ids=["roles", "code"])
@pytest.mark.parametrize("output", FORMATS)
def test_formats_of_generate(
    output: str, options: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            ["generate", str(project), *options, "--format", output, "--explain"]
            if output == "json"
            else ["generate", str(project), *options, "--format", output]
        )
        == 0
    )
    out, err = capsys.readouterr()
    # A patch is what it is: programs apply it. On a terminal it goes through ``inert``.
    shown = inert(out) if output == "diff" else out
    assert not LIVE.search(shown.replace("\n", "")), shown
    assert not LIVE.search(err.replace("\n", ""))
    if output == "markdown":
        _fences(out)
    if output in ("cloudformation", "cdk-python", "cdk-typescript", "diff"):
        written = (
            [line for line in shown.split("\n") if not line.startswith((" ", "-", "#", "@"))]
            if output == "diff"
            else [shown]
        )
        assert not any("{{resolve:" in line for line in written if "Description" not in line)
    if output == "json":
        data = json.loads(out)
        Draft202012Validator(load_schema("report-v1")).validate(data)


@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_formats_of_check(output: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(project), "--unused", "--format", output]) in (0, 1)
    out, err = capsys.readouterr()
    assert not LIVE.search((out + err).replace("\n", ""))


@pytest.mark.parametrize("output", ["json", "markdown", "diff"])
def test_formats_of_fix(output: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    denial = (
        f"User: arn:aws:sts::123456789012:assumed-role/app{HOSTILE}/s is not authorized to perform: s3:GetObject on "
        f'resource: "arn:aws:s3:::b{HOSTILE}/k" because no identity-based policy allows the s3:GetObject action\n{HOSTILE}'
    )
    assert main(["fix", denial, "--code", str(project), "--format", output]) in (0, 1)
    out, err = capsys.readouterr()
    assert not LIVE.search((out + err).replace("\n", ""))
    if output == "markdown":
        _fences(out)


@pytest.mark.parametrize("output", ["text", "json"])
def test_formats_of_validate(output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "policy.json"
    statement = {
        "Sid": HOSTILE, "Effect": HOSTILE, "Action": [HOSTILE, "s3:" + HOSTILE], "Resource": HOSTILE, HOSTILE: HOSTILE,
        "Condition": {HOSTILE: {HOSTILE: HOSTILE}, "StringEquals": {HOSTILE: HOSTILE, "aws:SourceVpc": HOSTILE}},
        "Principal": {"AWS": HOSTILE, "Service": HOSTILE, HOSTILE: "x"},
    }  # fmt: skip
    good = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": HOSTILE,
        "Condition": {"StringEquals": {HOSTILE: HOSTILE}},
    }
    path.write_text(json.dumps({"Version": HOSTILE, HOSTILE: 1, "Statement": [statement, good]}))
    for kind in ("identity", "resource"):
        assert main(["validate", str(path), "--type", kind, "--format", output]) == 1
        out, err = capsys.readouterr()
        assert not LIVE.search((out + err).replace("\n", ""))


def test_sinks() -> None:
    assert json.loads(json_text({HOSTILE: [HOSTILE]})) == {HOSTILE: [HOSTILE]}
    assert not LIVE.search(json_text([HOSTILE]))
    assert inert("a\tb\r\nc\n") == "a\tb\r\nc\n"
    assert not LIVE.search(inert(HOSTILE))
    shown = block(f"a\n```````\n{HOSTILE}\n", "diff")
    _fences(shown)
    assert shown.startswith("````````diff\n")


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("mark", ["\\x00", "\\ue000", "\\ue001", "\\U00100000"])
def test_no_text_is_taken_for_an_expression(
    output: str, mark: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.py").write_text(
        f"import boto3\nboto3.client('s3').get_object(Bucket='a{mark}stop(){mark}0{mark}', Key='k')\n"
    )
    assert main(["generate", str(tmp_path), "--format", output]) == 0
    out, _ = capsys.readouterr()
    assert "{stop()}" not in out
    if output == "cdk-python":
        compile(out, "policy.py", "exec")


@pytest.mark.parametrize("text", ["\ue000", '"\\ue000"', "\U00100000"])
def test_a_template_with_marks_is_not_read(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.py").touch()
    (tmp_path / "template.yaml").write_text(f"Description: {text}\n{TEMPLATE}")
    assert main(["check", str(tmp_path)]) == 1
    assert "template.yaml:1: holds U+E000" in capsys.readouterr().err
