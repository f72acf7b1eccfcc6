"""``fix`` against moto with IAM enforced: denied, fixed, allowed, and nothing else."""

from __future__ import annotations

import json
import os
import pty
import stat
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.server.fix.conftest import ACCOUNT, Cloud

from policywright.server.fix.model import Ask
from policywright.server.fix.workflow import prepare

ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/app"
POLICY = "policywright-app"
TEXT = (
    f"User: arn:aws:sts::{ACCOUNT}:assumed-role/app/run is not authorized to perform: dynamodb:ListTables "
    "because no identity-based policy allows the dynamodb:ListTables action"
)


def data(result: Any) -> dict[str, Any]:
    assert "Traceback" not in result.stderr, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_denied_fixed_allowed_and_nothing_else(cloud: Cloud) -> None:
    first = cloud.run_application()
    assert "not authorized to perform: dynamodb:ListTables" in first.stderr
    fixed = cloud.fix("-", "--apply", "--yes", text=first.stderr)
    assert fixed.returncode == 0, fixed.stderr
    report = data(fixed)
    assert report["applied"] == "applied"
    assert report["target"]["arn"] == ROLE
    assert report["verified"]["allowed"] is True
    assert report["verified"]["by"] == "evaluator"

    second = cloud.run_application()
    assert "(AccessDenied) when calling the PutObject operation" in second.stderr
    options = ["--code", str(cloud.directory), "--principal", ROLE, "--apply", "--yes"]
    fixed = cloud.fix("-", *options, text=second.stderr)
    assert fixed.returncode == 0, fixed.stderr
    assert data(fixed)["denials"][0]["call_sites"][0]["line"] == 8
    assert cloud.run_application().returncode == 0

    assert cloud.policies() == {
        POLICY: {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*"},
                {
                    "Effect": "Allow",
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::reports/daily/latest.txt",
                },
            ],
        }
    }
    s3 = cloud.client("s3", cloud.application)
    for other in (
        lambda: s3.put_object(Bucket="reports", Key="daily/other.txt", Body=b""),
        lambda: s3.get_object(Bucket="reports", Key="daily/latest.txt"),
        lambda: s3.delete_object(Bucket="reports", Key="daily/latest.txt"),
        lambda: cloud.client("dynamodb", cloud.application).describe_limits(),
        lambda: cloud.client("sqs", cloud.application).list_queues(),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            other()


def test_applying_twice_changes_nothing(cloud: Cloud) -> None:
    assert data(cloud.fix(TEXT, "--apply", "--yes"))["applied"] == "applied"
    before = cloud.policies()
    again = cloud.fix(TEXT, "--apply", "--yes")
    assert again.returncode == 0
    assert data(again)["applied"] == "unchanged"
    assert data(again)["diff"] is None
    assert cloud.policies() == before


def test_undo_restores_what_was_there(cloud: Cloud) -> None:
    mine = {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Kept", "Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}],
    }
    cloud.client("iam").put_role_policy(RoleName="app", PolicyName=POLICY, PolicyDocument=json.dumps(mine))
    assert data(cloud.fix(TEXT, "--apply", "--yes"))["applied"] == "applied"
    merged = cloud.policies()[POLICY]["Statement"]
    assert merged == [
        {
            "Sid": "Kept",
            "Effect": "Allow",
            "Action": ["dynamodb:ListTables", "sqs:ListQueues"],
            "Resource": "*",
        }
    ]
    journal = cloud.home / "policywright" / "journal.jsonl"
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert [json.loads(line)["event"] for line in journal.read_text().splitlines()] == ["apply", "done"]

    unapproved = cloud.fix("--undo")
    assert (unapproved.returncode, data(unapproved)["applied"]) == (1, "unapproved")
    assert cloud.policies()[POLICY]["Statement"] == merged
    undone = cloud.fix("--undo", "--yes")
    assert (undone.returncode, data(undone)["applied"]) == (0, "restored")
    assert cloud.policies() == {POLICY: mine}
    nothing = cloud.fix("--undo", "--yes")
    assert nothing.returncode == 2
    assert "nothing to undo" in nothing.stderr


def test_undo_of_a_new_policy_takes_it_away_and_respects_later_changes(cloud: Cloud) -> None:
    cloud.fix(TEXT, "--apply", "--yes")
    changed = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    )
    original = cloud.policies()[POLICY]
    iam = cloud.client("iam")
    iam.put_role_policy(RoleName="app", PolicyName=POLICY, PolicyDocument=changed)
    refused = cloud.fix("--undo", "--yes")
    assert refused.returncode == 1
    assert "was changed after" in refused.stderr
    assert cloud.policies() == {POLICY: json.loads(changed)}
    iam.put_role_policy(RoleName="app", PolicyName=POLICY, PolicyDocument=json.dumps(original))
    assert data(cloud.fix("--undo", "--yes"))["applied"] == "restored"
    assert cloud.policies() == {}


def test_nothing_is_applied_without_approval(cloud: Cloud) -> None:
    result = cloud.fix("-", "--apply", text=TEXT)
    assert result.returncode == 1
    assert data(result)["applied"] == "unapproved"
    assert data(result)["commands"][0].startswith("aws iam put-role-policy --role-name app")
    assert cloud.policies() == {}
    shown = cloud.fix(TEXT, "--live", "--format", "diff")
    assert shown.returncode == 0
    assert shown.stdout.startswith("--- /dev/null\n+++ b/role/app/policywright-app\n")
    assert cloud.policies() == {}


@pytest.mark.parametrize(("answer", "applied"), [("y", "applied"), ("n", "declined")])
def test_a_person_is_asked_at_the_terminal_while_standard_input_brings_the_text(
    cloud: Cloud, answer: str, applied: str
) -> None:
    """A real terminal; what it shows names everything that the approval is about."""
    report = cloud.directory / "report.json"
    (cloud.directory / "error.txt").write_text(TEXT)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cloud.directory)
        command = f"{sys.executable} -m tests.server.fix.quick fix - --apply < error.txt > {report}"
        os.execvpe("sh", ["sh", "-c", command], cloud.environment())
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(terminal, 4096)
    os.write(terminal, f"{answer}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == (0 if applied == "applied" else 1)
    user = cloud.client("iam").get_user(UserName="administrator")["User"]["Arn"]
    for line in (
        f"account:   {ACCOUNT}",
        f"caller:    {user}",
        "profile:   none named",
        f"principal: {ROLE}",
    ):
        assert line.encode() in seen
    assert b'+      "Action": "dynamodb:ListTables"' in seen
    assert json.loads(report.read_text())["applied"] == applied
    assert bool(cloud.policies()) is (applied == "applied")


def test_a_key_beyond_latin_is_written_as_iam_takes_it(cloud: Cloud) -> None:
    resource = "arn:aws:s3:::reports/\u65e5\u672c/\u00e9.txt"
    text = TEXT.replace("dynamodb:ListTables", "s3:GetObject").replace(
        " because", f" on resource: {resource} because"
    )
    assert data(cloud.fix(text, "--apply", "--yes"))["applied"] == "applied"
    assert cloud.policies()[POLICY]["Statement"][0]["Resource"] == resource
    change = prepare(Ask(text=text)).change
    assert change is not None and change.written_text.isascii()
    assert change.proposed == change.after
    assert data(cloud.fix("--undo", "--yes"))["applied"] == "restored"


def test_another_account_is_refused(cloud: Cloud) -> None:
    result = cloud.fix(TEXT.replace(ACCOUNT, "999999999999"), "--apply", "--yes")
    assert result.returncode == 2
    assert f"belong to account {ACCOUNT}" in result.stderr


def test_unknown_role_is_one_line_and_the_diff_is_given(cloud: Cloud) -> None:
    result = cloud.fix(TEXT.replace("/app/", "/gone/"), "--apply", "--yes")
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert "iam:GetRole: NoSuchEntity" in result.stderr
    assert "dynamodb:ListTables" in data(result)["diff"]


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "no usable AWS credentials"),
        ({"AWS_PROFILE": "nowhere"}, "no usable AWS credentials"),
        ({"AWS_ACCESS_KEY_ID": "AKIAGONE", "AWS_SECRET_ACCESS_KEY": "x"}, "does not accept the credentials"),
    ],
)
def test_credential_trouble_is_one_line(cloud: Cloud, credentials: dict[str, str], words: str) -> None:
    result = cloud.fix(TEXT, "--apply", "--yes", credentials=credentials)
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert words in result.stderr
    assert "dynamodb:ListTables" in data(result)["diff"]
    assert cloud.policies() == {}


def test_a_deny_or_boundary_in_the_account_is_found(cloud: Cloud) -> None:
    deny = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}
    iam = cloud.client("iam")
    document = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    iam.put_role_policy(RoleName="app", PolicyName="guard", PolicyDocument=document)
    result = cloud.fix(TEXT, "--apply", "--yes")
    assert result.returncode == 1
    assert any("guard" in note for note in data(result)["notes"])
    assert set(cloud.policies()) == {"guard"}


def test_a_user_is_fixed_as_well(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    iam.create_user(UserName="ci")
    iam.create_group(GroupName="builders")
    iam.add_user_to_group(UserName="ci", GroupName="builders")
    text = TEXT.replace("sts::", "iam::").replace("assumed-role/app/run", "user/ci")
    result = data(cloud.fix(text, "--apply", "--yes"))
    assert result["applied"] == "applied"
    assert iam.list_user_policies(UserName="ci")["PolicyNames"] == ["policywright-ci"]
    more = data(cloud.fix(text.replace("ListTables", "ListBackups"), "--apply", "--yes"))
    assert more["applied"] == "applied"
    for left in (["policywright-ci"], []):
        assert data(cloud.fix("--undo", "--yes"))["applied"] == "restored"
        assert iam.list_user_policies(UserName="ci")["PolicyNames"] == left
    many = [f"arn:aws:s3:::bucket-{number}/*" for number in range(70)]
    long = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": many}
    iam.put_user_policy(
        UserName="ci",
        PolicyName="long",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [long]}),
    )
    over = cloud.fix(text.replace("ListTables", "ListBackups"), "--apply", "--yes")
    assert over.returncode == 1
    assert "quota of 2048" in over.stderr
