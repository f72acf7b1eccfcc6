"""``--against ARN``: what the code needs against a role, user or managed policy of the account (moto over HTTP)."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from tests.server import command
from tests.server.fix.conftest import ACCOUNT, Cloud

ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/app"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: Any, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def run(
    cloud: Cloud, *arguments: str, credentials: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return command.run(*arguments, cwd=cloud.directory, **cloud.environment(credentials))


def findings(result: subprocess.CompletedProcess[str]) -> list[tuple[str, str, list[str]]]:
    return [(one["code"], one["role"], one["actions"]) for one in json.loads(result.stdout)["findings"]]


def test_a_role_of_the_account(cloud: Cloud) -> None:
    """Inline and managed policies count alike; nothing is written."""
    iam = cloud.client("iam")
    iam.put_role_policy(
        RoleName="app",
        PolicyName="store",
        PolicyDocument=document(allow("s3:PutObject", "arn:aws:s3:::reports/daily/latest.txt")),
    )
    arn = iam.create_policy(PolicyName="queues", PolicyDocument=document(allow(["sqs:*", "sns:Publish"])))
    iam.attach_role_policy(RoleName="app", PolicyArn=arn["Policy"]["Arn"])
    before = cloud.policies()
    lacking = run(cloud, "check", "app.py", "--against", ROLE, "--format", "json")
    assert (lacking.returncode, lacking.stderr) == (1, "")
    assert findings(lacking) == [("missing-permission", "app", ["dynamodb:ListTables"])]
    unused = run(cloud, "check", "app.py", "--against", ROLE, "--unused", "--format", "json")
    assert findings(unused) == [*findings(lacking), ("unused-permission", "app", ["sns:Publish", "sqs:*"])]
    diff = run(cloud, "generate", "app.py", "--against", ROLE, "--format", "diff")
    assert diff.returncode == 0, diff.stderr
    assert diff.stdout.splitlines()[0] == f"# app ({ROLE}): 1 added, 1 removed, 1 unchanged"
    assert diff.stdout.splitlines()[1:] == [
        "#   + dynamodb:ListTables on * (app.py:7)",
        "#   - sns:Publish, sqs:* on *: no code needs it",
    ]
    assert cloud.policies() == before
    iam.put_role_policy(
        RoleName="app", PolicyName="tables", PolicyDocument=document(allow("dynamodb:ListTables"))
    )
    settled = run(cloud, "check", "app.py", "--against", ROLE, "--format", "json")
    assert (settled.returncode, findings(settled)) == (0, [])


def test_a_boundary_of_the_account_blocks(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    needed = allow(["dynamodb:ListTables", "s3:PutObject"])
    iam.put_role_policy(RoleName="app", PolicyName="all", PolicyDocument=document(needed))
    arn = iam.create_policy(PolicyName="limit", PolicyDocument=document(allow("s3:*")))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName="app", PermissionsBoundary=arn)
    result = run(cloud, "check", "app.py", "--against", ROLE, "--format", "json")
    assert result.returncode == 1
    (found,) = json.loads(result.stdout)["findings"]
    assert found["code"] == "blocked-permission"
    assert "does not allow dynamodb:ListTables" in found["message"]


def test_managed_policies(cloud: Cloud) -> None:
    """One of the account is read, AWS's own are known without asking anybody."""
    iam = cloud.client("iam")
    arn = iam.create_policy(PolicyName="store", PolicyDocument=document(allow("s3:PutObject")))
    own = run(cloud, "check", "app.py", "--against", arn["Policy"]["Arn"], "--format", "json")
    assert own.returncode == 1
    assert findings(own) == [("missing-permission", "store", ["dynamodb:ListTables"])]
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    full = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
    known = run(cloud, "check", "app.py", "--against", full, "--format", "json", credentials=nobody)
    assert known.returncode == 1
    assert findings(known) == [("missing-permission", "AmazonS3FullAccess", ["dynamodb:ListTables"])]


@pytest.mark.parametrize(
    ("against", "credentials", "status", "words"),
    [
        (f"arn:aws:iam::{ACCOUNT}:role/gone", None, 3, "iam:GetRole: NoSuchEntity"),
        (f"arn:aws:iam::{ACCOUNT}:policy/gone", None, 3, "iam:GetPolicy: NoSuchEntity"),
        (ROLE, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, 3, "no usable AWS credentials"),
        (ROLE, {"AWS_ACCESS_KEY_ID": "AKIAGONE", "AWS_SECRET_ACCESS_KEY": "x"}, 3, "does not accept"),
        ("arn:aws:iam::999999999999:role/app", None, 2, f"the credentials belong to account {ACCOUNT}"),
        ("arn:aws:s3:::reports", None, 2, "not the ARN of a role, user or managed policy"),
        ("gone.json", None, 2, "no such file"),
    ],
)
def test_trouble_is_one_line_with_its_exit_status(
    cloud: Cloud, against: str, credentials: dict[str, str] | None, status: int, words: str
) -> None:
    for asked in (["check"], ["generate", "--format", "diff"]):
        result = run(cloud, *asked, "app.py", "--against", against, credentials=credentials)
        assert (result.returncode, result.stdout) == (status, "")
        assert result.stderr.count("\n") == 1
        assert words in result.stderr
