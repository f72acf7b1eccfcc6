"""``fix_access_denied`` with clients that accept, decline, cancel, cannot ask, or answer wrongly."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, chdir
from typing import Any
from unittest.mock import patch

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, ElicitResult, TextContent
from tests.server.fix.conftest import ACCOUNT, Cloud
from tests.server.fix.quick import LESS
from tests.server.fix.test_account import POLICY, ROLE, TEXT

from policywright.server.fix import write
from policywright.server.mcp_server import PolicywrightServer
from policywright.server.pages import LONG
from policywright.server.schema import load_schema

MODES = ["legacy", "auto"]
"""The protocol that asks during a call, and the one that asks between two rounds of it."""


class Person:
    """Answers an elicitation, and remembers the question."""

    def __init__(self, action: Any, **content: Any) -> None:
        self.action, self.content = action, content
        self.questions: list[str] = []
        self.schema: dict[str, Any] = {}

    async def __call__(self, context: Any, params: Any) -> ElicitResult:
        self.questions.append(params.message)
        self.schema = params.requested_schema
        if self.action != "accept":
            return ElicitResult(action=self.action)
        shown = {"diff_hash": self.schema["properties"]["diff_hash"]["default"]}
        return ElicitResult(action="accept", content={**shown, **self.content})


@asynccontextmanager
async def connect(cloud: Cloud, person: Person | None, mode: Any) -> AsyncIterator[Client]:
    """A client of a server in this process."""
    environment = cloud.environment()
    patience = {**LESS, "STEADY": float(environment.get("TEST_STEADY", LESS["STEADY"]))}
    with chdir(cloud.directory), patch.dict(os.environ, environment), patch.multiple(write, **patience):
        server = PolicywrightServer((), asks_client=True)
        async with Client(server, elicitation_callback=person, mode=mode, read_timeout_seconds=60) as client:
            yield client


@asynccontextmanager
async def connect_to_process(cloud: Cloud, person: Person | None, mode: Any) -> AsyncIterator[Client]:
    """A client that starts the server, as people's do."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "tests.server.fix.quick", "mcp"],
        env=cloud.environment(),
        cwd=cloud.directory,
    )
    async with Client(server, elicitation_callback=person, mode=mode, read_timeout_seconds=60) as client:
        yield client


def structured(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    assert result.structured_content is not None
    Draft202012Validator(load_schema("fix-v1")).validate(result.structured_content)
    return result.structured_content


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    assert len(content.text) <= LONG
    return content.text


@pytest.mark.parametrize("mode", MODES)
async def test_a_person_who_accepts_has_it_applied_and_can_undo_it(cloud: Cloud, mode: str) -> None:
    person = Person("accept", approve=True)
    assert cloud.run_application().returncode != 0
    async with connect_to_process(cloud, person, mode) as client:
        arguments = {"error_text": TEXT, "apply": True}
        result = await client.call_tool("fix_access_denied", arguments)
        report = structured(result)
        assert report["applied"] == "applied"
        assert report["verified"]["allowed"] is True
        assert text(result).startswith("**Applied.**\n\n```diff\n")
        (question,) = person.questions
        assert report["diff"].strip() in question
        assert report["change"]["hash"] in question
        assert_names_all(question, cloud)

        stderr = cloud.run_application().stderr
        more = {"error_text": stderr, "apply": True, "code": ["."], "principal": ROLE}
        report = structured(await client.call_tool("fix_access_denied", more))
        assert report["applied"] == "applied"
        assert cloud.run_application().returncode == 0

        again = structured(await client.call_tool("fix_access_denied", arguments))
        assert again["applied"] == "unchanged"
        assert len(person.questions) == 2
        assert_names_all(person.questions[1], cloud)
        whole = person.questions[1].split("The whole document will be:\n")[1].split("\n\nHash:")[0]
        assert json.loads(whole) == cloud.policies()[POLICY]

        undone = structured(await client.call_tool("fix_access_denied", {"undo": True}))
        assert undone["applied"] == "restored"
    (statement,) = cloud.policies()[POLICY]["Statement"]
    assert statement["Action"] == "dynamodb:ListTables"


@pytest.mark.parametrize(
    ("person", "applied", "mode"),
    [
        (Person("decline"), "declined", "legacy"),
        (Person("decline"), "declined", "auto"),
        (Person("cancel"), "cancelled", "legacy"),
        (Person("cancel"), "cancelled", "auto"),
        (Person("accept", approve=False), "declined", "auto"),
        (None, "unapproved", "legacy"),
        (None, "unapproved", "auto"),
    ],
)
async def test_nothing_changes_without_approval(
    cloud: Cloud, person: Person | None, applied: str, mode: str
) -> None:
    async with connect(cloud, person, mode) as client:
        result = await client.call_tool("fix_access_denied", {"error_text": TEXT, "apply": True})
    report = structured(result)
    assert report["applied"] == applied
    assert report["diff"]
    assert report["commands"][0].startswith("aws iam put-role-policy")
    assert cloud.policies() == {}


@pytest.mark.parametrize("mode", MODES)
async def test_an_approval_of_another_diff_is_none(cloud: Cloud, mode: str) -> None:
    async with connect(cloud, Person("accept", approve=True, diff_hash="0" * 16), mode) as client:
        result = await client.call_tool("fix_access_denied", {"error_text": TEXT, "apply": True})
    assert result.is_error
    assert "not the change at hand" in text(result)
    assert cloud.policies() == {}


async def test_without_apply_nobody_is_asked_and_aws_is_not_called(cloud: Cloud) -> None:
    person = Person("accept", approve=True)
    cloud.extra["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    async with connect(cloud, person, "legacy") as client:
        report = structured(await client.call_tool("fix_access_denied", {"error_text": TEXT}))
        empty = await client.call_tool("fix_access_denied", {})
        outside = await client.call_tool("fix_access_denied", {"error_text": TEXT, "code": ["/etc"]})
    assert report["applied"] is None
    assert report["diff"].startswith("--- /dev/null\n")
    assert not person.questions
    assert empty.is_error and "no error text" in text(empty)
    assert outside.is_error and "outside the workspace" in text(outside)


@pytest.mark.parametrize("mode", MODES)
async def test_a_change_while_the_person_thinks_is_not_overwritten(cloud: Cloud, mode: str) -> None:
    theirs = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}

    class Slow(Person):
        async def __call__(self, context: Any, params: Any) -> ElicitResult:
            if not self.questions:
                cloud.client("iam").put_role_policy(
                    RoleName="app", PolicyName=POLICY, PolicyDocument=json.dumps(theirs)
                )
                return await super().__call__(context, params)
            # Between two rounds the new diff is a new question, and this one is declined.
            self.questions.append(params.message)
            return ElicitResult(action="decline")

    person = Slow("accept", approve=True)
    async with connect(cloud, person, mode) as client:
        result = await client.call_tool("fix_access_denied", {"error_text": TEXT, "apply": True})
    if mode == "legacy":
        assert result.is_error and "changed by somebody else" in text(result)
    else:
        assert structured(result)["applied"] == "declined"
        assert "sqs:*" in person.questions[1]
    assert cloud.policies() == {POLICY: theirs}


def assert_names_all(question: str, cloud: Cloud) -> None:
    """What an approval is about: the account, whose credentials by which profile, whose policy."""
    user = cloud.client("iam").get_user(UserName="administrator")["User"]["Arn"]
    assert f"account:   {ACCOUNT}\n" in question
    assert f"caller:    {user}\n" in question
    assert "profile:   none named (the default credentials)\n" in question
    assert f"principal: {ROLE}\n" in question


@pytest.mark.parametrize("mode", MODES)
async def test_explaining_is_offline_and_answers_as_fixing_does(cloud: Cloud, mode: str) -> None:
    """No credentials, no endpoint, nobody to ask: and the same answer as from the tool that may write."""
    person = Person("accept", approve=True)
    cloud.extra["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        cloud.extra[name] = ""
    denied = f"{TEXT}\n{TEXT.replace('ListTables', 'PutItem')}"
    arguments = {"error_text": denied, "code": ["."], "principal": ROLE, "resource_pattern": True}
    async with connect(cloud, person, mode) as client:
        explained = await client.call_tool("explain_access_denied", arguments)
        fixed = await client.call_tool("fix_access_denied", arguments)
        refused = [
            await client.call_tool("explain_access_denied", {"error_text": TEXT, name: value})
            for name, value in (("apply", True), ("undo", True), ("live", True), ("profile", "p"))
        ]
        empty = await client.call_tool("explain_access_denied", {})
        outside = await client.call_tool("explain_access_denied", {"error_text": TEXT, "code": ["/etc"]})
    assert structured(explained) == structured(fixed)
    assert text(explained) == text(fixed)
    assert structured(explained)["applied"] is None
    assert structured(explained)["diff"].startswith("--- /dev/null\n")
    assert not person.questions
    for result in refused:
        assert result.is_error and "unknown argument" in text(result)
    assert empty.is_error and "error_text" in text(empty)
    assert outside.is_error and "outside the workspace" in text(outside)
    assert not (cloud.home / "policywright").exists()


async def test_a_cancelled_request_changes_nothing_later(cloud: Cloud) -> None:
    """The client gives up while the change waits for another one of the same role."""
    from policywright.server.fix import locks

    lock = cloud.home / "policywright" / "locks" / f"aws-{ACCOUNT}-role-app.lock"
    async with connect(cloud, Person("accept", approve=True), "legacy") as client:
        with locks.held(lock, 1):
            with anyio.move_on_after(5):
                await client.call_tool("fix_access_denied", {"error_text": TEXT, "apply": True})
        await anyio.sleep(2)
        assert cloud.policies() == {}


async def test_clients_of_aws_do_not_pile_up(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of one command lets garbage be; a server looks for it when nobody waits."""
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    before = gc.get_threshold()
    gc.set_threshold(3_000_000)
    # What other tests keep is not looked through each time.
    gc.collect()
    gc.freeze()
    try:
        there = clients()
        async with Client(PolicywrightServer((), asks_client=False), mode="legacy") as client:
            for _ in range(2):
                result = await client.call_tool("fix_access_denied", {"error_text": TEXT, "live": True})
                assert structured(result)["diff"]
                # What ``Tidying`` does after some quiet seconds.
                gc.collect(1)
                assert clients() == there
    finally:
        gc.set_threshold(*before)


def clients() -> int:
    from botocore.client import BaseClient

    return sum(isinstance(one, BaseClient) for one in gc.get_objects())


async def test_clients_from_other_machines_get_no_aws() -> None:
    server = PolicywrightServer((), asks_client=False)
    server.may_use_aws = False
    person = Person("accept", approve=True)
    async with Client(server, elicitation_callback=person, mode="legacy") as client:
        refused = await client.call_tool("fix_access_denied", {"error_text": TEXT, "apply": True})
        shown = await client.call_tool("fix_access_denied", {"error_text": TEXT})
    assert refused.is_error and "other machines" in text(refused)
    assert structured(shown)["diff"]
    assert not person.questions


async def test_what_is_said_names_arguments_and_no_options() -> None:
    """Where the text is a guide, and where there is none."""
    guide = (
        "# Troubleshooting\n\nIf you see this error:\n\n    An error occurred (AccessDenied) when calling the "
        "PutObject operation: Access Denied\n\nyou need to attach a policy to your role.\n"
    )
    async with Client(PolicywrightServer((), asks_client=True), read_timeout_seconds=60) as client:
        shown = text(await client.call_tool("explain_access_denied", {"error_text": guide}))
        assert "say so (`mine`)" in shown and "--" not in shown
        nothing = await client.call_tool("fix_access_denied", {"error_text": " "})
        assert nothing.is_error and text(nothing) == "no error text: `error_text` is empty"
