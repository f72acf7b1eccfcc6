"""What ``fix`` changed and what was there before: JSON lines in the user's state directory.

An entry is written before the change is made, so what was there before is never lost; marks for what came of
it follow:

- ``done``: read back from IAM, exactly as approved;
- ``failed``: IAM refused it, or it was never asked;
- ``unseen``: IAM was asked, and what came of it could not be read back;
- ``replaced``: somebody else wrote at the same moment;
- ``moot``: found not to be in force when it was to be undone.

An entry without a mark is of a run that was ended in between. Only ``failed`` and ``moot`` ones can't be
undone: whether the others are in force is seen when the policy is read. The file is replaced as a whole,
under a lock, and is readable by its owner only. Lines that are no entries are left as they are and named.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from policywright.knowledge.records import dataclass, replace
from policywright.server.errors import UserError
from policywright.server.fix import locks
from policywright.server.fix.model import Change, fingerprint
from policywright.server.principals import Target

Mark: TypeAlias = Literal["done", "failed", "unseen", "replaced", "moot"]
_MARKS = ("done", "failed", "unseen", "replaced", "moot")
_OVER = ("failed", "moot")
_WAIT = 30.0
"""Seconds that an entry waits for other runs to write theirs, which takes each a moment."""
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SHOWN = 5
"""Lines that are named when they are no entries."""


class JournalError(UserError):
    """The journal can't be read or written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change as it was begun."""

    id: str
    event: Literal["apply", "undo"]
    undoes: str | None
    time: str
    target: Target
    policy_name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    mark: str | None = None
    """What came of it, as far as it was written down."""

    @property
    def age(self) -> float:
        """Seconds since it was begun; endless where the clock says that it is still to come."""
        try:
            seconds = (datetime.now(UTC) - datetime.fromisoformat(self.time)).total_seconds()
        except (TypeError, ValueError):
            return float("inf")
        return seconds if seconds >= 0 else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """All that could be read, oldest first, and one line about what could not."""

    entries: tuple[Entry, ...] = ()
    fault: str | None = None

    def undoable(self, target: Target | None) -> Iterator[Entry]:
        """What can be taken back, of one principal or of any, newest first."""
        undone = {entry.undoes for entry in self.entries if entry.event == "undo" and entry.mark == "done"}
        for entry in reversed(self.entries):
            over = entry.event != "apply" or entry.mark in _OVER or entry.id in undone
            if not over and (target is None or entry.target.key == target.key):
                yield entry

    def last(self, target: Target) -> Entry | None:
        """The newest change of a principal that may be in force."""
        return next(
            (
                entry
                for entry in reversed(self.entries)
                if entry.mark not in _OVER and entry.target.key == target.key
            ),
            None,
        )


def state_dir() -> Path:
    """Where this user's journal lives."""
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "policywright"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Application Support" / "policywright"
        # A relative path in this variable is invalid and to be ignored, says its specification.
        named = os.environ.get("XDG_STATE_HOME") or ""
        base = Path(named) if os.path.isabs(named) else Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise JournalError(f"there is no place for the journal ({error}): set XDG_STATE_HOME") from error
    return base / "policywright"


def lock_path(name: str) -> Path:
    """A file to lock; its directory is there, and nobody else's to look into."""
    base = state_dir()
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    return base / "locks" / name


def journal_path() -> Path:
    return state_dir() / "journal.jsonl"


def begin(change: Change) -> str:
    """Keep what is there before a change, which may be made once this has returned the entry's id."""
    target = change.target
    assert target is not None
    identifier = uuid.uuid4().hex[:12]
    entry = {
        "event": "undo" if change.undoes else "apply",
        "id": identifier,
        "undoes": change.undoes,
        "time": _now(),
        "kind": target.kind,
        "name": target.name,
        "account": target.account,
        "partition": target.partition,
        "policy_name": change.policy_name,
        "before": change.before,
        "after": change.after,
        "hash": change.hash,
    }
    try:
        _append(entry)
    except JournalError as error:
        raise JournalError(f"{error}, so nothing was changed") from error
    return identifier


def mark(event: Mark, entry: str) -> None:
    """Say what came of an entry."""
    _append({"event": event, "id": entry, "time": _now()})


def read() -> Journal:
    """The journal as it is; empty where there is none."""
    path = journal_path()
    entries: dict[str, Entry] = {}
    bad: list[int] = []
    for number, line in enumerate(_plain(_bytes(path))[0].split(b"\n"), 1):
        if not line.strip():
            continue
        found = _parsed(line)
        if isinstance(found, Entry):
            entries[found.id] = found
        elif found is not None and found[0] in entries:
            entries[found[0]] = replace(entries[found[0]], mark=found[1])
        elif found is None:
            bad.append(number)
    return Journal(entries=tuple(entries.values()), fault=_fault(path, bad))


def _fault(path: Path, bad: list[int]) -> str | None:
    if not bad:
        return None
    named = ", ".join(map(str, bad[:_SHOWN])) + (", ..." if len(bad) > _SHOWN else "")
    what = "line {} is no entry" if len(bad) == 1 else "lines {} are no entries"
    return f"{path}: {what.format(named)} of the journal; left as it is, and not looked at"


def _parsed(line: bytes) -> Entry | tuple[str, str] | None:
    """An entry, a mark of one, or None for what is neither."""
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        return None
    event = data.get("event")
    if event in _MARKS:
        return data["id"], str(event)
    return _entry(data) if event in ("apply", "undo") else None


def _entry(data: Mapping[str, Any]) -> Entry | None:
    texts = [data.get(key) for key in ("kind", "name", "account", "partition", "policy_name", "hash")]
    documents = [data.get(key, False) for key in ("before", "after")]
    undoes = data.get("undoes")
    if (
        not all(isinstance(text, str) for text in texts)
        # What is missing must not be taken for a policy that was not there.
        or not all(document is None or isinstance(document, dict) for document in documents)
        or data["kind"] not in ("role", "user")
        or not (undoes is None or isinstance(undoes, str))
    ):
        return None
    target = Target(
        kind=data["kind"], name=data["name"], account=data["account"], partition=data["partition"]
    )
    if fingerprint(target, data["policy_name"], data["before"], data["after"]) != data["hash"]:
        return None
    return Entry(
        id=data["id"],
        event=data["event"],
        undoes=undoes,
        time=str(data.get("time")),
        target=target,
        policy_name=data["policy_name"],
        before=data["before"],
        after=data["after"],
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# --- the file ---


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise JournalError(f"{path}: the journal is no regular file")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise JournalError(f"{path}: the journal cannot be read ({error.strerror or error})") from error


def _plain(data: bytes) -> tuple[bytes, bool]:
    """The journal in UTF-8, whatever an editor made of it; whether it was anything else."""
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :], False
    for bom in _WIDE:
        if data.startswith(bom):
            name = "utf-32" if len(bom) > 2 else "utf-16"
            return data.decode(name, "replace").encode("utf-8", "replace"), True
    return data, False


def _append(entry: Mapping[str, Any]) -> None:
    path = journal_path()
    try:
        with locks.held(lock_path("journal.lock"), _WAIT):
            stored = _bytes(path)
            old, other = _plain(stored)
            if other:
                # As it was, beside the one that goes on.
                _replace(path.with_name(f"journal-{uuid.uuid4().hex[:8]}.jsonl"), stored)
            if old and not old.endswith(b"\n"):
                old += b"\n"
            line = json.dumps(entry, separators=(",", ":"), ensure_ascii=True).encode()
            _replace(path, old + line + b"\n")
    except OSError as error:
        raise JournalError(f"{path}: the journal cannot be written ({error.strerror or error})") from error
    except locks.Busy as error:
        raise JournalError(f"{path}: the journal cannot be written ({error})") from error


def _replace(path: Path, data: bytes) -> None:
    # mkstemp makes the file with mode 0600.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".journal-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if sys.platform != "win32":
        # A file that was moved into place is there after a power cut only once its directory is written.
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
