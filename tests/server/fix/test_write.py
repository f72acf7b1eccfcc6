"""No change is lost, and what is said about a change is true: moto behind a proxy that mistreats requests."""

from __future__ import annotations

import codecs
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.server.fix.conftest import ACCOUNT, Cloud
from tests.server.fix.proxy import Plan, Proxy, at, proxy
from tests.server.fix.test_account import POLICY, TEXT

from policywright.server import account, cli
from policywright.server.commands import fix as command
from policywright.server.fix import journal, write

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


def actions(cloud: Cloud) -> set[str]:
    found: set[str] = set()
    for statement in cloud.policies().get(POLICY, {"Statement": []})["Statement"]:
        listed = statement["Action"]
        found |= {listed} if isinstance(listed, str) else set(listed)
    return found


@pytest.fixture
def machine(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Machine:
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


Between = Callable[[Plan], Proxy]


def wait_for(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


def marks(home: Path) -> list[str]:
    lines = (home / "policywright" / "journal.jsonl").read_text().splitlines()
    return [json.loads(line)["event"] for line in lines]


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


def test_what_may_have_been_overwritten_is_said(machine: Machine, between: Between) -> None:
    """Another machine looks twice, within a time; who takes longer than that says so."""
    between(at(PUT, "slow 0.5"))
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


# --- the journal ---


class Disk:
    """Writes of the journal that fail from the n-th on."""

    def __init__(self, patch: pytest.MonkeyPatch, code: int, first: int) -> None:
        self._left = first - 1
        self._replace = journal._replace
        self._code = code
        patch.setattr(journal, "_replace", self)

    def __call__(self, path: Path, data: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(self._code, os.strerror(self._code))
        self._replace(path, data)

    def repaired(self) -> None:
        self._left = 1000


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_fails_before_the_write_stops_it(
    machine: Machine, between: Between, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    seen = between(at(PUT))
    Disk(monkeypatch, code, 1)
    status, report, complaint = machine.apply()
    assert (status, report["applied"]) == (2, None)
    assert os.strerror(code) in complaint and "so nothing was changed" in complaint
    assert seen.seen[PUT] == 0
    assert machine.cloud.policies() == {}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_after_the_write_keeps_it_undoable(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    disk = Disk(monkeypatch, code, 2)
    status, report, _ = machine.apply()
    assert (status, report["applied"]) == (0, "applied")
    assert any(os.strerror(code) in note and "--undo works" in note for note in report["notes"])
    assert not any("nothing was changed" in note for note in report["notes"])
    assert marks(machine.cloud.home) == ["apply"]
    disk.repaired()
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}
    assert "nothing to undo" in machine.undo()[2]


def test_a_file_where_the_state_should_be(machine: Machine) -> None:
    machine.cloud.home.write_text("a file")
    status, _, complaint = machine.apply()
    assert status == 2
    assert "so nothing was changed" in complaint
    assert machine.cloud.policies() == {}


def test_a_process_that_may_not_write_files(cloud: Cloud) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.server.fix.quick", "fix", TEXT, "--apply", "--yes"],
        env=cloud.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 2
    assert "so nothing was changed" in done.stderr
    assert done.stderr.count("\n") == 1
    assert cloud.policies() == {}


def cut(text: bytes) -> bytes:
    return text[:-30]


JOURNALS: dict[str, Callable[[bytes], bytes]] = {
    "{}": lambda old: old + b"{}\n",
    "null": lambda old: old + b"null\n",
    "a list": lambda old: old + b"[1, 2]\n",
    "no JSON": lambda old: b"hello\n" + old,
    "an entry of nothing": lambda old: old + b'{"event":"apply","id":"x"}\n',
    "a mark of nothing": lambda old: old + b'{"event":"done","id":"x"}\n',
    "an event of tomorrow": lambda old: old + b'{"event":"renamed","id":"x"}\n',
    "half a line": lambda old: old + b'{"event":"apply","id":"0123456789ab","undoes":nu',
    "bytes": lambda old: old + b"\xff\xfe\x00 \xe9\n",
    "nul": lambda old: old + b"\0\0\0\0",
    "deep": lambda old: old + b"[" * 100_000 + b"\n",
    "utf-8 with a mark": lambda old: codecs.BOM_UTF8 + old,
    "utf-16": lambda old: old.decode().encode("utf-16"),
    "utf-32": lambda old: old.decode().encode("utf-32"),
    "carriage returns": lambda old: old.replace(b"\n", b"\r\n"),
    "no newline": lambda old: old.rstrip(b"\n"),
}


@pytest.mark.parametrize("kind", JOURNALS)
def test_a_journal_of_another_shape_loses_nothing(machine: Machine, kind: str) -> None:
    machine.apply()
    path = machine.cloud.home / "policywright" / "journal.jsonl"
    spoilt = JOURNALS[kind](path.read_bytes())
    path.write_bytes(spoilt)
    status, report, _ = machine.apply(OTHER)
    assert (status, report["applied"]) == (0, "applied"), report
    kept = path.read_bytes()
    if kind in ("utf-16", "utf-32"):
        (aside,) = path.parent.glob("journal-*.jsonl")
        assert aside.read_bytes() == spoilt
    else:
        assert kept.startswith(spoilt.removeprefix(codecs.BOM_UTF8).rstrip(b"\n"))
    whole = ("utf-8 with a mark", "utf-16", "utf-32", "carriage returns", "no newline", "a mark of nothing")
    named = [note for note in report["notes"] if "of the journal; left as it is" in note]
    assert len(named) == (kind not in whole)
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}
    status, _, complaint = machine.undo()
    assert status == 2 and "nothing to undo" in complaint


def test_a_lost_mark_or_entry_makes_no_wrong_undo(machine: Machine) -> None:
    machine.apply()
    machine.apply(OTHER)
    path = machine.cloud.home / "policywright" / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    # The second entry is cut off, which its mark does not make good.
    path.write_bytes(b"".join([*lines[:2], cut(lines[2]), b"\n", lines[3]]))
    status, _, complaint = machine.undo()
    assert status == 1 and "was changed after" in complaint
    assert machine.actions == {"dynamodb:ListTables", "dynamodb:ListBackups"}
    # What was there before is not there: that is no word about a policy that was absent.
    entry = json.loads(lines[2])
    del entry["before"]
    path.write_bytes(json.dumps(entry).encode())
    assert "nothing to undo" in machine.undo()[2]
    # Somebody has edited what was there before.
    entry["before"] = THEIRS
    path.write_bytes(json.dumps(entry).encode())
    assert "nothing to undo" in machine.undo()[2]


def test_a_fifo_or_directory_for_a_journal_is_one_line(machine: Machine) -> None:
    path = machine.cloud.home / "policywright" / "journal.jsonl"
    path.mkdir(parents=True)
    for make in (lambda: None, lambda: (path.rmdir(), os.mkfifo(path))):
        make()
        for run in (machine.apply, machine.undo):
            status, _, complaint = run()
            assert status == 2
            assert "no regular file" in complaint
    assert machine.cloud.policies() == {}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started in the background of a shell ignores SIGINT, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("word", ["slow 3", "hung 3"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_ended_while_iam_is_asked(
    machine: Machine, between: Between, word: str, sent: signal.Signals
) -> None:
    """Whether the change was made or not, ``--undo`` leaves the policy as it was before."""
    machine.apply()
    seen = between(at(PUT, word))
    arguments = [sys.executable, "-m", "tests.server.fix.quick", "fix", OTHER, "--apply", "--yes"]
    environment = {**machine.cloud.environment(), "AWS_ENDPOINT_URL": seen.url}
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: bool(seen.done[PUT] if word.startswith("slow") else seen.seen[PUT]))
        time.sleep(0.1)
        process.send_signal(sent)
        complaint = process.communicate(timeout=60)[1]
    if sent == signal.SIGINT:
        assert process.returncode == 130
        assert "it may have done so or not; --undo" in complaint
    assert marks(machine.cloud.home) == ["apply", "done", "apply"]
    machine.through(machine.cloud.endpoint)
    made = machine.actions == {"dynamodb:ListTables", "dynamodb:ListBackups"}
    assert made is word.startswith("slow")
    if made:
        assert machine.undo()[1]["applied"] == "restored"
        assert machine.actions == {"dynamodb:ListTables"}
    assert machine.undo()[1]["applied"] == "restored"
    assert machine.cloud.policies() == {}


def test_a_role_that_is_gone(machine: Machine) -> None:
    machine.apply()
    iam = machine.cloud.client("iam")
    iam.delete_role_policy(RoleName="app", PolicyName=POLICY)
    iam.delete_role(RoleName="app")
    status, _, complaint = machine.undo()
    assert status == 2
    assert "role app is gone" in complaint
    assert marks(machine.cloud.home) == ["apply", "done"]


# --- two at once ---


def test_machines_that_write_at_once_both_keep_what_they_wrote(cloud: Cloud) -> None:
    """One has looked, and its request is on its way, while the other looks, writes and reads back.

    It replaces what the other wrote, and can't know; the other sees that, and starts again.
    """

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
        answers = [json.loads(process.communicate(timeout=60)[0]) for process in (one, two)]
    assert actions(cloud) == {"dynamodb:ListTables", "dynamodb:ListBackups"}
    assert answers[1]["applied"] == "applied"
    assert marks(cloud.home / "2") == ["apply", "replaced", "apply", "done"]
    # By its second look the first one has read its own change, or what the other has put on top of it.
    assert answers[0]["applied"] in ("applied", "unchanged")
    assert marks(cloud.home / "1") in (["apply", "done"], ["apply", "replaced"])
    assert any(
        "what another machine has written meanwhile is gone" in note for note in answers[0]["notes"]
    ) or (answers[0]["applied"] == "unchanged")


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
    workers = Workers(cloud, count, machines)
    try:
        for turn in range(number):
            texts = [TEXT.replace("ListTables", operation) for operation in operations[:count]]
            answers = workers.at_once(*(["fix", text, "--apply", "--yes"] for text in texts))
            held = actions(cloud)
            for operation, answer in zip(operations, answers, strict=False):
                said[str(answer["applied"])] = said.get(str(answer["applied"]), 0) + 1
                # Of machines, one may find that another has put its change back on top of its own.
                if answer["applied"] == "applied" or (machines and answer["applied"] == "unchanged"):
                    assert answer["status"] == 0, (turn, answer)
                    assert f"dynamodb:{operation}" in held, (turn, answers, held)
                else:
                    assert machines and answer["status"] == 1 and "run" in answer["stderr"], (turn, answer)
            cloud.client("iam").delete_role_policy(RoleName="app", PolicyName=POLICY)
            forget(cloud)
    finally:
        workers.end()
    return said


def forget(cloud: Cloud) -> None:
    """A deletion by hand so soon after a change looks like an IAM that lags."""
    for path in cloud.home.rglob("journal.jsonl"):
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
def test_concurrent_applies_lose_nothing(cloud: Cloud, count: int) -> None:
    assert rounds(cloud, count, 2) == {"applied": 2 * count}


@pytest.mark.long
@pytest.mark.parametrize("count", [2, 4])
def test_two_hundred_rounds_of_concurrent_applies_lose_nothing(cloud: Cloud, count: int) -> None:
    assert rounds(cloud, count, 200) == {"applied": 200 * count}


@pytest.mark.long
@pytest.mark.parametrize("count", [2, 4])
def test_machines_without_a_common_lock_lose_nothing(
    cloud: Cloud, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.extra["TEST_STEADY"] = "2"
    said = rounds(cloud, count, 200, machines=True)
    assert set(said) <= {"applied", "unchanged", "None"}
    assert said["applied"] > 100 * count
