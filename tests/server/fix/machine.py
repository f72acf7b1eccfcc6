"""The command as one machine that changes moto's account, and what tests ask about it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.server.fix.conftest import Cloud
from tests.server.fix.proxy import Plan, Proxy
from tests.server.fix.test_account import POLICY, TEXT

from policywright.server import cli

PUT, GET, DELETE = "PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy"
OTHER = TEXT.replace("ListTables", "ListBackups")
THEIRS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}


class Machine:
    """The command in this process, as one machine with its own state and way to IAM."""

    def __init__(self, cloud: Cloud, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.cloud, self._patch, self._capsys = cloud, patch, capsys
        self.through(cloud.endpoint)
        self.keeps(cloud.home)
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        for name, value in cloud.administrator.items():
            patch.setenv(name, value)

    def through(self, endpoint: str) -> None:
        self._patch.setenv("AWS_ENDPOINT_URL", endpoint)

    def keeps(self, home: Path) -> None:
        self._patch.setenv("XDG_STATE_HOME", str(home))

    def run(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        status = cli.main(["fix", *arguments, "--yes", "--format", "json"])
        printed = self._capsys.readouterr()
        assert printed.err.count("\n") <= 1, printed.err
        return status, json.loads(printed.out or "{}"), printed.err

    def apply(self, text: str = TEXT) -> tuple[int, dict[str, Any], str]:
        return self.run(text, "--apply")

    def undo(self) -> tuple[int, dict[str, Any], str]:
        return self.run("--undo")

    @property
    def actions(self) -> set[str]:
        return actions(self.cloud)


def actions(cloud: Cloud, iam: Any = None) -> set[str]:
    found: set[str] = set()
    for statement in cloud.policies(iam).get(POLICY, {"Statement": []})["Statement"]:
        listed = statement["Action"]
        found |= {listed} if isinstance(listed, str) else set(listed)
    return found


Between = Callable[[Plan], Proxy]


def wait_for(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


def marks(home: Path) -> list[str]:
    lines = (home / "policywright" / "journal.jsonl").read_text().splitlines()
    return [json.loads(line)["event"] for line in lines]
