"""The journal is never wrong, and the way back is there: full disks, spoilt files, runs that are ended."""

from __future__ import annotations

import codecs
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.server.fix.conftest import Cloud
from tests.server.fix.machine import (
    OTHER,
    PUT,
    THEIRS,
    Between,
    Machine,
    marks,
    wait_for,
)
from tests.server.fix.proxy import at
from tests.server.fix.test_account import POLICY, TEXT
from tests.shares import drawn, long_unless

from policywright.server.fix import journal


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


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=long_unless(drawn("journals", kind, 2))) for kind in JOURNALS]
)
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
