"""Texts to proposals: the statements, their conditions and scopes, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policywright.server import cli
from policywright.server.account import USER_AGENT, Account
from policywright.server.errors import UserError
from policywright.server.fix import report, workflow
from policywright.server.fix.model import Ask
from policywright.server.schema import load_schema

PROJECT = Path(__file__).parent.parent.parent.parent
CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def denied(action: str, resource: str | None, who: str = "assumed-role/app/run", before: str = "") -> str:
    service = "sts" if who.startswith("assumed-role") else "iam"
    on = f" on resource: {resource}" if resource else ""
    return (
        f"{before}User: arn:aws:{service}::123456789012:{who} is not authorized to perform: {action}{on} "
        f"because no identity-based policy allows the {action} action"
    )


HIDDEN = denied("s3:GetObject", None).replace("123456789012", "***")


def fix(text: str, **options: Any) -> dict[str, Any]:
    data = report.build(workflow.prepare(Ask(text=text, **options)))
    Draft202012Validator(load_schema("fix-v1")).validate(json.loads(json.dumps(data)))
    return data


def statements(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [statement for denial in data["denials"] for statement in denial["statements"]]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_texts(case: dict[str, Any]) -> None:
    data = fix(case["text"], **case.get("options", {}))
    assert statements(data) == case["statements"]
    assert [item["code"] for item in data["not_denials"]] == case.get("not_denials", [])
    assert (data["diff"] is not None) is case["diff"]
    said = json.dumps(data)
    for words in case.get("says", []):
        assert words in said
    if data["diff"]:
        assert sorted(map(str, data["change"]["after"]["Statement"])) == sorted(map(str, case["statements"]))
        assert data["proof"]


def test_resource_choices() -> None:
    text = denied("dynamodb:PutItem", TABLE)
    (pattern,) = statements(fix(text, resource_pattern=True))
    assert pattern["Resource"] == "arn:aws:dynamodb:eu-west-1:123456789012:table/*"
    (named,) = statements(fix(text, resource=f"{TABLE}*"))
    assert named["Resource"] == f"{TABLE}*"
    with pytest.raises(UserError, match="does not cover what was denied"):
        fix(text, resource=TABLE.replace("orders", "others"))


@pytest.mark.parametrize(
    ("action", "resource", "allowed"),
    [
        (
            "logs:PutLogEvents", "log-group:/aws/lambda/f:log-stream:2026/01/02/[$LATEST]0123456789abcdef0123456789abcdef",
            "log-group:/aws/lambda/f:log-stream:*",
        ),
        ("ecs:StopTask", "task/main/0123456789abcdef", "task/main/*"),
        ("states:StopExecution", "execution:orders:4f1c", "execution:orders:*"),
        ("lambda:InvokeFunction", "function:orders:$LATEST", "function:orders:$LATEST"),
        ("logs:CreateLogStream", "log-group:/aws/lambda/f", "log-group:/aws/lambda/f"),
    ],
)  # fmt: skip
def test_what_is_made_anew_each_time_is_allowed_as_a_pattern(
    action: str, resource: str, allowed: str
) -> None:
    place = f"arn:aws:{action.partition(':')[0]}:eu-west-1:123456789012:"
    (denial,) = fix(denied(action, place + resource))["denials"]
    assert denial["statements"][0]["Resource"] == place + allowed
    # Who wants the one alone names it.
    (denial,) = fix(denied(action, place + resource), resource=place + resource)["denials"]
    assert denial["statements"][0]["Resource"] == place + resource


def test_permissions_management_needs_force() -> None:
    text = denied("iam:PutRolePolicy", "*")
    refused = fix(text)
    assert statements(refused) == []
    assert refused["diff"] is None
    assert "--force" in refused["denials"][0]["refused"]
    assert fix(text, force=True)["diff"]


def test_code_names_the_call_sites_and_limits_the_resource(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3\n\n\ndef save(key, tags):\n"
        "    s3 = boto3.client('s3')\n"
        "    s3.put_object(Bucket='reports', Key=f'daily/{key}', Body=b'', Tagging=tags)\n"
        "    s3.get_object(Bucket='reports', Key='x')\n"
    )
    text = "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied"
    who = "arn:aws:iam::123456789012:role/app"
    data = fix(text, code=(tmp_path,), principal=who)
    (denial,) = data["denials"]
    assert [site["line"] for site in denial["call_sites"]] == [6]
    assert denial["statements"] == [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/daily/*"}
    ]
    assert data["target"]["name"] == "app"
    everything = fix(text, code=(tmp_path,), principal=who, all_actions=True)
    assert statements(everything) == [
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:PutObjectTagging"],
            "Resource": "arn:aws:s3:::reports/daily/*",
        }
    ]
    with pytest.raises(UserError, match="--all-actions needs the code"):
        fix(text, principal=who, all_actions=True)


def test_code_that_is_given_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3\n\n\ndef save(bucket, key):\n"
        "    boto3.client('s3').put_object(Bucket=bucket, Key=f'daily/{key}', Body=b'')\n"
    )
    text = "An error occurred (AccessDenied) when calling the {} operation: Access Denied"
    asked, notes = "give the code (--code PATH)", []
    for operation, code in (("PutObject", ()), ("PutObject", (tmp_path,)), ("DeleteObject", (tmp_path,))):
        said = json.dumps(fix(text.format(operation), code=code)["denials"])
        assert "the text does not say on which resource" in said and (asked in said) is (not code)
        notes.append(said)
    assert "and the code leaves it open (arn:aws:s3:::*/daily/*)" in notes[1]
    assert "and no call that needs it was found in the code" in notes[2]


def test_a_policy_file_keeps_its_layout(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    statement = {"Sid": "Mine", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=4) + "\n")
    data = fix(denied("dynamodb:PutItem", TABLE), infra=(file,))
    assert data["target"]["kind"] == "file"
    patched = subprocess.run(
        ["patch", "-p0", "-s", "-o", "-", str(file)],
        input=data["diff"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(patched.stdout)["Statement"][0] == statement
    assert json.loads(patched.stdout) == data["change"]["after"]
    assert "-    " not in data["diff"].replace("-            ", "")
    file.write_text("Resources: {}\n")
    with pytest.raises(UserError, match="--infra takes an IAM policy in JSON"):
        fix(denied("dynamodb:PutItem", TABLE), infra=(file,))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fix", ""], "no error text"),
        (["fix", "x", "--undo"], "--undo stands alone"),
        (["fix", "x", "--yes"], "--yes approves"),
        (["fix", "x", "--apply", "--infra", "p.json"], "give one of them"),
        (["fix", denied("s3:GetObject", None), "--principal", "me"], "not the ARN of a role or user"),
        (["fix", HIDDEN, "--principal", "arn:aws:iam::***:role/app"], "its account is masked"),
        (["fix", HIDDEN, "--principal", "arn:aws:iam::123456789012:role/***"], "its name is masked"),
        (["fix", denied("dynamodb:PutItem", TABLE), "--code", "/nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert printed.count("\n") == 1


def test_what_is_no_denial_comes_with_the_command_of_the_profile(capsys: pytest.CaptureFixture[str]) -> None:
    text = "An error occurred (ExpiredToken) when calling the ListBuckets operation: The token has expired."
    assert cli.main(["fix", text, "--profile", "shop"]) == 0
    advice = json.loads(capsys.readouterr().out)["not_denials"][0]["advice"]
    assert "`aws sso login --profile shop`" in advice


def test_exit_statuses() -> None:
    assert cli.main(["fix", denied("dynamodb:PutItem", TABLE)]) == 0
    assert (
        cli.main(["fix", denied("dynamodb:PutItem", TABLE).split(" because")[0] + " with an explicit deny"])
        == 1
    )
    assert cli.main(["fix", "all is well"]) == 0


def test_the_documented_permissions_are_what_the_code_needs(capsys: pytest.CaptureFixture[str]) -> None:
    own = str(PROJECT / "server" / "policywright" / "server")
    assert cli.main(["generate", own, "--format", "policy"]) == 0
    documented = (PROJECT / "docs" / "permissions.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == documented


def test_calls_carry_the_marker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    account = Account(None, "eu-west-1")
    for client in (account._iam, account._sts):
        seen: list[str] = []

        def stop(request: Any, seen: list[str] = seen, **_rest: Any) -> Any:
            seen.append(request.headers["User-Agent"].decode())
            raise RuntimeError

        client.meta.events.register("before-send", stop)
        with pytest.raises(RuntimeError):
            client.get_caller_identity() if client is account._sts else client.get_user()
        assert seen and USER_AGENT in seen[0].split()


def test_simulate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy.json"
    allow = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
    request = {"principal": "arn:aws:iam::123456789012:role/app", "action": "s3:GetObject"}

    def ask(resource: str) -> tuple[int, dict[str, Any]]:
        text = json.dumps({**request, "resource": resource})
        status = cli.main(["validate", str(policy), "--simulate", text, "--format", "json"])
        return status, json.loads(capsys.readouterr().out)

    status, allowed = ask("arn:aws:s3:::b/k")
    assert (status, allowed["allowed"], allowed["deciding"][0]["sid"]) == (0, True, "Read")
    status, refused = ask("arn:aws:s3:::c/k")
    assert (status, refused["allowed"], refused["reason"]) == (1, False, "no-identity-allow")
    assert refused["near_misses"][0]["sid"] == "Read"
    assert cli.main(["validate", str(policy), "--simulate", "{}"]) == 2
    assert "needs an action" in capsys.readouterr().err


def test_generate_loads_nothing_of_fix(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom policywright.server.cli import main\n"
        f"main(['generate', {str(tmp_path)!r}])\n"
        "print([n for n in sys.modules if '.fix.' in n or n in ('boto3', 'botocore')], file=sys.stderr)\n"
    )
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_deployments_error_names_the_resource_of_the_template_and_the_phase(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: jobs}\n"
    )
    text = (
        "Resource handler returned message: User: arn:aws:sts::123456789012:assumed-role/deployer/session is "
        "not authorized to perform: sqs:DeleteQueue on resource: arn:aws:sqs:eu-west-1:123456789012:jobs "
        "because no identity-based policy allows the sqs:DeleteQueue action"
    )
    (denial,) = fix(text, code=(tmp_path,))["denials"]
    assert [(site["file"], site["line"], site["operation"]) for site in denial["call_sites"]] == [
        ("template.yaml", 2, "AWS::SQS::Queue, Jobs: to delete it")
    ]


def test_tags_of_a_whole_stack_are_asked_for_what_it_makes(tmp_path: Path) -> None:
    """Which tags it has a command says that is nowhere here: that it was denied says that there are some."""
    (tmp_path / "template.yaml").write_text("Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n")
    text = (
        "User: arn:aws:sts::123456789012:assumed-role/deployer/session is not authorized to perform: sqs:{} "
        "on resource: arn:aws:sqs:eu-west-1:123456789012:shop-Jobs-1X2Y because no identity-based policy allows it"
    )
    (denial,) = fix(text.format("TagQueue"), code=(tmp_path,))["denials"]
    (site,) = denial["call_sites"]
    assert site["operation"] == "AWS::SQS::Queue, Jobs: to create, update it: tags of all is set"
    (denial,) = fix(text.format("SendMessage"), code=(tmp_path,))["denials"]
    assert not denial["call_sites"]


def test_of_resources_of_one_type_the_one_that_is_named_is_said(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n  FailedJobs:\n    Type: AWS::SQS::Queue\n"
        "  Others:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: !Ref AWS::StackName}\n"
    )
    text = (
        "User: arn:aws:sts::123456789012:assumed-role/deployer/session is not authorized to perform: sqs:CreateQueue "
        "on resource: arn:aws:sqs:eu-west-1:123456789012:{} because no identity-based policy allows it"
    )
    (denial,) = fix(text.format("shop-FailedJobs-1X2Y"), code=(tmp_path,))["denials"]
    assert [site["line"] for site in denial["call_sites"]] == [4]
    (denial,) = fix(text.format("shop"), code=(tmp_path,))["denials"]
    assert 6 in [site["line"] for site in denial["call_sites"]]


def test_a_bucket_without_a_key_is_no_other_bucket() -> None:
    text = "Error: putting S3 Bucket (our-logs) object: operation error S3: PutObject, api error AccessDenied: Access Denied"
    whole = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::our-logs/*"}
    data = fix(text)
    assert statements(data) == [whole]
    assert (data["denials"][0]["resource"], data["denials"][0]["within"]) == (None, whole["Resource"])
    assert "no key" in json.dumps(data["denials"][0]["notes"])
    assert any('--resource arn:aws:s3:::our-logs/"${KEY:?' in command for command in data["commands"])
    who = "arn:aws:iam::123456789012:role/app"
    assert fix(text, principal=who)["diff"] is None, "all of a bucket is the user's choice"
    assert fix(text, principal=who, resource_pattern=True)["diff"] is not None
    one = fix(text, principal=who, resource="arn:aws:s3:::our-logs/in/1.txt")
    assert statements(one) == [{**whole, "Resource": "arn:aws:s3:::our-logs/in/1.txt"}]
    with pytest.raises(UserError, match="is not in what was denied"):
        fix(text, principal=who, resource="arn:aws:s3:::theirs/in/1.txt")
