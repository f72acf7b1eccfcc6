"""Two at once: processes of one machine, and machines that share no lock, lose nothing."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from tests.server.fix.conftest import ACCOUNT, Cloud
from tests.server.fix.machine import (
    GET,
    OTHER,
    PUT,
    THEIRS,
    Machine,
    actions,
    marks,
    wait_for,
)
from tests.server.fix.proxy import proxy
from tests.server.fix.test_account import POLICY, TEXT

from policywright.server import account
from policywright.server.fix import write

PATIENT = {"TEST_SECONDS": "300", "TEST_WAIT": "1200"}
"""A machine that is busy with other things has lost no answer."""


def test_machines_that_write_at_once_both_keep_what_they_wrote(cloud: Cloud) -> None:
    """One has looked, and its request is on its way, while the other looks, writes and reads back.

    It replaces what the other wrote, and can't know; the other sees that, and starts again.
    """
    cloud.extra |= PATIENT

    def start(number: int, text: str, url: str) -> subprocess.Popen[str]:
        environment = {
            **cloud.environment(),
            "AWS_ENDPOINT_URL": url,
            "XDG_STATE_HOME": str(cloud.home / str(number)),
        }
        arguments = [sys.executable, "-m", "tests.server.fix.quick", "fix", text, "--apply", "--yes"]
        return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)

    looks: list[int] = []

    def on_its_way(action: str, number: int) -> str:
        if (action, number) == (PUT, 1):
            # The other has written, has read that back once, and is about to read again.
            wait_for(lambda: len(looks) > 1)
        return "pass"

    def looks_twice(action: str, number: int) -> str:
        if action == GET and quick.seen[PUT]:
            looks.append(number)
            if len(looks) == 2:
                wait_for(lambda: bool(slow.done[PUT]))
        return "pass"

    with proxy(cloud.endpoint, looks_twice) as quick, proxy(cloud.endpoint, on_its_way) as slow:
        one = start(1, TEXT, slow.url)
        wait_for(lambda: bool(slow.seen[PUT]))
        two = start(2, OTHER, quick.url)
        answers = [json.loads(process.communicate(timeout=600)[0]) for process in (one, two)]
    assert actions(cloud) == {"dynamodb:ListTables", "dynamodb:ListBackups"}
    assert answers[1]["applied"] == "applied"
    assert marks(cloud.home / "2") == ["apply", "replaced", "apply", "done"]
    # By its second look the first one has read its own change, or what the other has put on top of it.
    assert answers[0]["applied"] == "applied"
    assert marks(cloud.home / "1") == ["apply", "done"]
    assert any(REPLACES in note or "part of what is there" in note for note in answers[0]["notes"])


def test_a_replaced_change_is_said_to_be_replaced(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from policywright.server.fix import workflow
    from policywright.server.fix.model import Ask, ChangedMeanwhile

    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None
    put = account.Account.put
    document = json.dumps(THEIRS)

    def quicker(self: Any, target: Any, text: str) -> None:
        put(self, target, text)
        put(self, target, document)

    monkeypatch.setattr(account.Account, "put", quicker)
    with pytest.raises(ChangedMeanwhile, match="theirs is in force"):
        workflow.execute(shown, shown.change.hash)
    assert marks(machine.cloud.home) == ["apply", "replaced"]
    assert machine.cloud.policies() == {POLICY: THEIRS}
    assert "was changed after" in machine.undo()[2]


def test_one_lock_per_principal(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from policywright.server.principals import Target

    monkeypatch.setattr(write, "_WAIT", 0.1)
    with write.lock(Target(kind="role", name="other", account=ACCOUNT)):
        assert machine.apply()[1]["applied"] == "applied"
    with write.lock(Target(kind="role", name="app", account=ACCOUNT)):
        status, report, complaint = machine.apply(OTHER)
    assert (status, report["applied"]) == (1, None)
    assert "another run has held this lock" in complaint
    assert machine.actions == {"dynamodb:ListTables"}


class Workers:
    """Processes that each wait for commands, so that the commands really run at once."""

    def __init__(self, cloud: Cloud, count: int, machines: bool) -> None:
        self._processes = []
        for number in range(count):
            environment = cloud.environment()
            if machines:
                environment["XDG_STATE_HOME"] = str(cloud.home / f"machine-{number}")
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.server.fix.quick", "serve"],
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        for process in self._processes:
            assert process.stdout and process.stdout.readline() == "ready\n"

    def at_once(self, *commands: list[str]) -> list[dict[str, Any]]:
        for process, arguments in zip(self._processes, commands, strict=True):
            assert process.stdin
            process.stdin.write(json.dumps(arguments) + "\n")
            process.stdin.flush()
        answers = []
        for process in self._processes:
            assert process.stdout
            answers.append(json.loads(process.stdout.readline()))
        return answers

    def end(self) -> None:
        for process in self._processes:
            process.communicate(timeout=30)


def rounds(cloud: Cloud, count: int, number: int, *, machines: bool = False) -> dict[str, int]:
    """So many processes apply to one role at once, again and again; counts what they said. Nothing is lost."""
    operations = ["ListTables", "ListBackups", "DescribeLimits", "ListGlobalTables"]
    said: dict[str, int] = {}
    cloud.extra |= PATIENT
    workers, iam = Workers(cloud, count, machines), cloud.client("iam")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # each request is a line, and kept
    try:
        for turn in range(number):
            texts = [TEXT.replace("ListTables", operation) for operation in operations[:count]]
            answers = workers.at_once(*(["fix", text, "--apply", "--yes"] for text in texts))
            held = actions(cloud, iam)
            for operation, answer in zip(operations, answers, strict=False):
                said[str(answer["applied"])] = said.get(str(answer["applied"]), 0) + 1
                # Of machines, one may find that another has put its change back on top of its own.
                if answer["applied"] == "applied" or (machines and answer["applied"] == "unchanged"):
                    assert answer["status"] == 0, told(cloud, turn, answers)
                    # A request that was on its way for longer than the other one waits replaces what that one
                    # has written, and says so.
                    replaced = machines and any(REPLACES in note for one in answers for note in one["notes"])
                    assert f"dynamodb:{operation}" in held or replaced, told(cloud, turn, answers)
                else:
                    again = answer["status"] == 1 and "run" in answer["stderr"]
                    assert machines and again, told(cloud, turn, answers)
            iam.delete_role_policy(RoleName="app", PolicyName=POLICY)
            forget(cloud)
    finally:
        logging.getLogger("werkzeug").setLevel(logging.NOTSET)
        workers.end()
    return said


REPLACES = "what another machine has written meanwhile is gone"


def told(cloud: Cloud, turn: int, answers: list[dict[str, Any]]) -> str:
    """All that tells why a round went otherwise: what each said, what is there, what the journals have."""
    journals = (f"{path}:\n{path.read_text()}" for path in cloud.home.rglob("journal.jsonl"))
    said = (json.dumps(answer) for answer in answers)
    return "\n".join((f"round {turn}", *said, f"there is: {sorted(actions(cloud))}", *journals))


def forget(cloud: Cloud) -> None:
    """A deletion by hand so soon after a change looks like an IAM that lags."""
    for path in cloud.home.rglob("journal.jsonl"):
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
def test_concurrent_applies_lose_nothing(cloud: Cloud, count: int) -> None:
    assert rounds(cloud, count, 2) == {"applied": 2 * count}


ROUNDS = 200


def parts(number: int) -> pytest.MarkDecorator:
    """So many parts of the rounds of each kind, which wait side by side: mostly they wait."""
    each = [(count, ROUNDS // number, part) for count in (4, 2) for part in range(number)]
    return pytest.mark.parametrize(("count", "number", "part"), each)


@pytest.mark.long
@parts(5)
def test_machines_without_a_common_lock_lose_nothing(
    cloud: Cloud, count: int, number: int, part: int
) -> None:
    cloud.extra["TEST_STEADY"] = "2"
    said = rounds(cloud, count, number, machines=True)
    assert set(said) <= {"applied", "unchanged", "None"}
    assert said["applied"] > number * count / 2


@pytest.mark.long
@parts(2)
def test_two_hundred_rounds_of_concurrent_applies_lose_nothing(
    cloud: Cloud, count: int, number: int, part: int
) -> None:
    assert rounds(cloud, count, number) == {"applied": number * count}


def test_a_change_that_another_machine_builds_on_is_made(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was said to be unchanged, and that the policy had allowed it all along."""
    from policywright.server.fix import workflow
    from policywright.server.fix.model import Ask

    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None and shown.change.after is not None
    put = account.Account.put
    both = {**shown.change.after, "Statement": [*shown.change.after["Statement"], *THEIRS["Statement"]]}

    def then_theirs(self: Any, target: Any, text: str) -> None:
        put(self, target, text)
        put(self, target, json.dumps(both))

    monkeypatch.setattr(account.Account, "put", then_theirs)
    result = workflow.execute(shown, shown.change.hash)
    assert result.applied == "applied"
    assert any("part of what is there" in note for note in result.notes)
    assert marks(machine.cloud.home) == ["apply", "done"]
    assert "was changed after" in machine.undo()[2]
