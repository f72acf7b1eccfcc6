"""What ``fix`` changed and what was there before: JSON lines in the user's state directory.

An entry is written before the change is made, so what was there before is never lost; marks for what came of
it follow. The file is replaced as a whole, under a lock, and is readable by its owner only.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policywright.server.errors import UserError
from policywright.server.fix.model import Change
from policywright.server.principals import Target


def state_dir() -> Path:
    """Where this user's journal lives."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "policywright"


def journal_path() -> Path:
    return state_dir() / "journal.jsonl"


def begin(change: Change) -> str:
    """Keep what is there before a change; gives the entry's id."""
    target = change.target
    assert target is not None
    entry = {
        "event": "undo" if change.undoes else "apply",
        "id": uuid.uuid4().hex[:12],
        "undoes": change.undoes,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "kind": target.kind,
        "name": target.name,
        "account": target.account,
        "partition": target.partition,
        "policy_name": change.policy_name,
        "before": change.before,
        "after": change.after,
        "hash": change.hash,
    }
    _append(entry)
    return str(entry["id"])


def mark(event: str, entry: str) -> None:
    """Say what came of an entry: ``done`` or ``failed``."""
    _append({"event": event, "id": entry, "time": datetime.now(UTC).isoformat(timespec="seconds")})


def last_change(target: Target | None) -> dict[str, Any]:
    """The newest change that was neither undone nor failed, of one principal or of any."""
    entries = list(_entries())
    over = {entry["id"] for entry in entries if entry["event"] == "failed"}
    done = {entry["id"] for entry in entries if entry["event"] == "done"}
    undone = {entry["undoes"] for entry in entries if entry["event"] == "undo" and entry["id"] in done}
    for entry in reversed(entries):
        if entry["event"] == "apply" and entry["id"] not in over | undone:
            same = target is None or (entry["account"], entry["kind"], entry["name"]) == (
                target.account,
                target.kind,
                target.name,
            )
            if same:
                return dict(entry)
    whom = f" for {target.kind} {target.name}" if target else ""
    raise UserError(f"nothing to undo{whom} in {journal_path()}")


def _entries() -> Iterator[dict[str, Any]]:
    try:
        lines = journal_path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(f"{journal_path()}: cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(lines, 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise UserError(f"{journal_path()}:{number}: not JSON; repair or move the file") from error


def _append(entry: dict[str, Any]) -> None:
    path = journal_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(path.with_suffix(".lock")):
            old = path.read_bytes() if path.exists() else b""
            line = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
            _replace(path, old + line + b"\n")
    except OSError as error:
        raise UserError(
            f"{path}: the journal cannot be written ({error.strerror or error}), so nothing was changed"
        ) from error


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


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
