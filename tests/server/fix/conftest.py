"""AWS for these tests: moto's HTTP server with IAM enforcement, and a recording stand-in for IAM's API."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from runpy import run_path
from traceback import format_exc
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import boto3
import pytest
from tests.moto_server import everybody_may, policies_count
from tests.server import command
from tests.server.fix.proxy import Plan, Proxy, proxy
from tests.server.fix.quick import LESS

from policywright.server import account
from policywright.server.fix import write

if TYPE_CHECKING:
    from tests.server.fix.machine import Machine

PROJECT = Path(__file__).parent.parent.parent.parent
ACCOUNT = "123456789012"
REGION = "eu-west-1"

APPLICATION = '''\
"""A small application: lists tables, then stores a report."""

import boto3


def main():
    boto3.client("dynamodb").list_tables()
    boto3.client("s3").put_object(Bucket="reports", Key="daily/latest.txt", Body=b"done")


if __name__ == "__main__":
    main()
'''


@dataclass
class Cloud:
    """A fresh account: an administrator, a role `app` under a path, an application that runs as it."""

    endpoint: str
    administrator: dict[str, str]
    application: dict[str, str]
    directory: Path
    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    def environment(self, credentials: dict[str, str] | None = None) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "XDG_STATE_HOME": str(self.home),
            **(self.administrator if credentials is None else credentials),
            **self.extra,
        }

    def run_application(self) -> subprocess.CompletedProcess[str]:
        """The application in this process, with what it would say in its own."""
        program = str(self.directory / "app.py")
        with (
            patch.dict(os.environ, self.environment(self.application)),
            patch.object(boto3, "DEFAULT_SESSION", None),
        ):
            try:
                run_path(program, run_name="__main__")
            except Exception:
                return subprocess.CompletedProcess([program], 1, "", format_exc())
        return subprocess.CompletedProcess([program], 0, "", "")

    def fix(
        self, *arguments: str, text: str = "", credentials: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """The command, with no terminal to ask at."""
        environment = self.environment(credentials)
        patience = {**LESS, "STEADY": float(environment.get("TEST_STEADY", LESS["STEADY"]))}
        seconds = int(environment.get("TEST_SECONDS", account._SECONDS))
        with patch.multiple(write, **patience), patch.object(account, "_SECONDS", seconds):
            return command.run("fix", *arguments, cwd=Path.cwd(), stdin=text, **environment)

    def client(self, service: str, credentials: dict[str, str] | None = None) -> Any:
        chosen = self.administrator if credentials is None else credentials
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=chosen["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=chosen["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=chosen.get("AWS_SESSION_TOKEN"),
        )

    def policies(self, iam: Any = None) -> dict[str, Any]:
        """The inline policies of the role `app`."""
        iam = self.client("iam") if iam is None else iam
        return {
            name: iam.get_role_policy(RoleName="app", PolicyName=name)["PolicyDocument"]
            for name in iam.list_role_policies(RoleName="app")["PolicyNames"]
        }


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LESS.items():
        monkeypatch.setattr(write, name, value)


@pytest.fixture
def cloud(moto_endpoint: str, tmp_path: Path) -> Iterator[Cloud]:
    everybody_may(moto_endpoint)
    nobody = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
    made = Cloud(moto_endpoint, nobody, nobody, tmp_path / "application", tmp_path / "state")
    made.directory.mkdir()
    (made.directory / "app.py").write_text(APPLICATION, encoding="utf-8")
    iam = made.client("iam")
    iam.create_user(UserName="administrator")
    iam.put_user_policy(UserName="administrator", PolicyName="all", PolicyDocument=everything())
    key = iam.create_access_key(UserName="administrator")["AccessKey"]
    iam.create_role(RoleName="app", Path="/service-role/", AssumeRolePolicyDocument=trust())
    made.client("s3").create_bucket(
        Bucket="reports", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    session = made.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/service-role/app", RoleSessionName="run"
    )["Credentials"]
    made.administrator = {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }
    made.application = {
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
    }
    policies_count(moto_endpoint)
    yield made
    everybody_may(moto_endpoint)


def everything() -> str:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust() -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def machine(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Machine:
    from tests.server.fix.machine import Machine

    return Machine(cloud, monkeypatch, capsys)


@pytest.fixture
def between(machine: Machine) -> Iterator[Callable[[Plan], Proxy]]:
    """A proxy with a plan, between the machine and moto."""
    with ExitStack() as stack:

        def start(plan: Plan) -> Proxy:
            made = stack.enter_context(proxy(machine.cloud.endpoint, plan))
            machine.through(made.url)
            return made

        yield start
