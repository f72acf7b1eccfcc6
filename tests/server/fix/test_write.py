"""No change is lost, and what is said about a change is true: moto behind a proxy that mistreats requests."""

from __future__ import annotations

import stat
import threading

import pytest
from tests.server.fix.machine import (
    DELETE,
    GET,
    OTHER,
    PUT,
    Between,
    Machine,
    marks,
    wait_for,
)
from tests.server.fix.proxy import at
from tests.server.fix.test_account import TEXT

from policywright.server import account
from policywright.server.commands import fix as command

# --- answers that do not come ---


@pytest.mark.parametrize("word", ["dropped", "broken", "garbage", "twice"])
def test_what_was_carried_out_without_a_good_answer_is_applied(
    machine: Machine, between: Between, word: str
) -> None:
    seen = between(at(PUT, word))
    status, report, _ = machine.apply()
    assert (status, report["applied"]) == (0, "applied")
    assert seen.seen[PUT] == 1
    assert (word == "twice") is not any("read back, and the change is made" in n for n in report["notes"])
    assert marks(machine.cloud.home) == ["apply", "done"]
    assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}
    for path in (machine.cloud.home / "policywright").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((machine.cloud.home / "policywright").stat().st_mode) == 0o700


@pytest.mark.parametrize("word", ["lost", "busy"])
def test_what_was_not_carried_out_is_asked_for_again(machine: Machine, between: Between, word: str) -> None:
    seen = between(at(PUT, word, word))
    status, report, _ = machine.apply()
    assert (status, report["applied"]) == (0, "applied")
    assert seen.seen[PUT] == 3
    assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"


def test_what_never_arrives_is_not_called_applied(machine: Machine, between: Between) -> None:
    between(lambda action, _number: "lost" if action == PUT else "pass")
    status, report, complaint = machine.apply()
    assert (status, report["applied"]) == (3, "unconfirmed")
    assert "was read again and is as it was before" in complaint
    assert "nothing was changed" not in complaint
    assert marks(machine.cloud.home) == ["apply", "unseen"]
    assert machine.cloud.policies() == {}
    # It is no change to take back; nor does it stand in the way of an older one.
    machine.through(machine.cloud.endpoint)
    status, _, complaint = machine.undo()
    assert status == 2
    assert "nothing to undo" in complaint and "is not in force" in complaint
    assert marks(machine.cloud.home)[-1] == "moot"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("busy", "Throttling"),
        ("no", "AccessDenied"),
        ("missing", "NoSuchEntity"),
        ("quota", "LimitExceeded"),
        ("skew", "the clock of this machine is wrong"),
        ("nobody", "does not accept the credentials"),
    ],
)
def test_nothing_was_changed_is_said_after_a_look(
    machine: Machine, between: Between, word: str, said: str
) -> None:
    between(lambda action, _number: word if action == PUT else "pass")
    status, report, complaint = machine.apply()
    assert (status, report["applied"]) == (3, None)
    assert said in complaint and complaint.endswith("; read again: nothing was changed\n")
    assert marks(machine.cloud.home) == ["apply", "failed"]
    assert "nothing to undo" in machine.undo()[2]


def test_nothing_was_changed_is_not_said_without_a_look(machine: Machine, between: Between) -> None:
    refused = False

    def plan(action: str, _number: int) -> str:
        nonlocal refused
        refused = refused or action == PUT
        return "no" if action == PUT or (refused and action == GET) else "pass"

    between(plan)
    status, _, complaint = machine.apply()
    assert status == 3
    assert "iam:PutRolePolicy: AccessDenied" in complaint
    assert "nothing was changed" not in complaint


def test_a_refusal_after_a_lost_answer_is_no_refusal(machine: Machine, between: Between) -> None:
    """The first request was carried out late, the repeated one refused."""
    seen = between(at(PUT, "lost", "no"))
    status, report, complaint = machine.apply()
    assert (status, report["applied"]) == (3, "unconfirmed")
    assert "nothing was changed" not in complaint
    assert seen.seen[PUT] == 2
    assert marks(machine.cloud.home) == ["apply", "unseen"]


def test_a_request_that_arrives_after_all_can_be_undone(
    machine: Machine, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "_SECONDS", 1)
    let_go = threading.Event()

    def plan(action: str, number: int) -> str:
        if (action, number) == (PUT, 1):
            let_go.wait(60)
            return "pass"
        return "lost" if action == PUT else "pass"

    seen = between(plan)
    status, report, _ = machine.apply()
    assert (status, report["applied"]) == (3, "unconfirmed")
    assert machine.cloud.policies() == {}
    let_go.set()
    wait_for(lambda: bool(seen.done[PUT]))
    assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}


def test_a_repeated_deletion_is_no_failure(machine: Machine, between: Between) -> None:
    machine.apply()
    between(at(DELETE, "twice"))
    status, report, _ = machine.undo()
    assert (status, report["applied"]) == (0, "restored")
    assert machine.cloud.policies() == {}
    assert marks(machine.cloud.home) == ["apply", "done", "undo", "done"]


@pytest.mark.parametrize("word", ["dropped", "lost"])
def test_an_undo_without_an_answer(machine: Machine, between: Between, word: str) -> None:
    machine.apply()
    machine.apply(OTHER)
    between(at(PUT, word))
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}


@pytest.mark.parametrize("word", ["slow", "dropped"])
def test_what_may_have_been_overwritten_is_said(machine: Machine, between: Between, word: str) -> None:
    """Another machine looks twice, within a time; who takes longer than that says so, be it without an answer."""
    between(at(PUT, f"{word} 0.5"))
    status, report, _ = machine.apply()
    assert (status, report["applied"]) == (0, "applied")
    assert any("what another machine has written meanwhile is gone" in n for n in report["notes"])


# --- reads ---


def test_the_policy_may_be_written_and_not_read(machine: Machine, between: Between) -> None:
    written = False

    def plan(action: str, _number: int) -> str:
        nonlocal written
        written = written or action == PUT
        return "no" if written and action == GET else "pass"

    between(plan)
    status, report, complaint = machine.apply()
    assert (status, report["applied"]) == (3, "unconfirmed")
    assert "IAM accepted the change, but policywright-app could not be read back" in complaint
    assert marks(machine.cloud.home) == ["apply", "unseen"]
    machine.through(machine.cloud.endpoint)
    assert machine.undo()[1]["applied"] == "restored"


@pytest.mark.parametrize("action", ["GetRole", "ListRolePolicies", GET])
def test_nothing_is_written_over_what_may_not_be_read(
    machine: Machine, between: Between, action: str
) -> None:
    machine.apply()
    seen = between(lambda asked, _number: "no" if asked == action else "pass")
    status, report, complaint = machine.apply(OTHER)
    assert (status, report["applied"]) == (3, None)
    assert f"iam:{action}: AccessDenied" in complaint
    assert seen.seen[PUT] == 0
    assert machine.actions == {"dynamodb:ListTables"}


@pytest.mark.parametrize(
    ("action", "word"),
    [
        ("GetCallerIdentity", "garbage"),
        ("GetCallerIdentity", "empty"),
        ("GetRole", "lost"),
        ("GetRole", "empty"),
        ("ListRolePolicies", "broken"),
        ("ListRolePolicies", "empty"),
        (GET, "garbage"),
        (GET, "empty"),
    ],
)
def test_a_read_that_fails_is_one_line(machine: Machine, between: Between, action: str, word: str) -> None:
    machine.apply()
    seen = between(lambda asked, _number: word if asked == action else "pass")
    status, report, complaint = machine.apply(OTHER)
    assert (status, report["applied"]) == (3, None)
    assert complaint.count("\n") == 1 and f":{action}: " in complaint
    assert report["diff"]
    assert seen.seen[PUT] == 0


def test_iam_shows_it_after_a_while(machine: Machine, between: Between) -> None:
    machine.apply()
    seen = between(lambda action, number: "stale" if action == GET and number < 6 else "pass")
    status, report, _ = machine.apply(OTHER)
    assert (status, report["applied"]) == (0, "applied")
    assert seen.seen[GET] > 6
    assert marks(machine.cloud.home) == ["apply", "done"] * 2


def test_iam_does_not_show_it(machine: Machine, between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_RUNS", 2)
    machine.apply()
    between(lambda action, _number: "stale" if action == GET else "pass")
    status, report, complaint = machine.apply(OTHER)
    assert (status, report["applied"]) == (3, "unconfirmed")
    assert "does not show it yet" in complaint
    # The next one must not be built on what IAM shows: that is of the time before.
    status, report, complaint = machine.apply(TEXT.replace("ListTables", "DescribeLimits"))
    assert status == 1
    assert "run again in a minute" in complaint
    machine.through(machine.cloud.endpoint)
    assert machine.apply(TEXT.replace("ListTables", "DescribeLimits"))[1]["applied"] == "applied"
    assert machine.actions == {"dynamodb:ListTables", "dynamodb:ListBackups", "dynamodb:DescribeLimits"}
