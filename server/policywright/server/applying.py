"""Writing the patch of the templates into the files, and taking it back.

Before anything is written, what was there is in a file of the user's state directory. A file that is not what
was analysed, or has changes that nobody has committed, is refused; several files are written together or not
at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.project import BYTE_ORDER_MARK
from policywright.knowledge.records import dataclass
from policywright.server.errors import UserError
from policywright.server.places import from_here
from policywright.server.published import SCHEMA_VERSION

KEPT = 50
"""Changes that can be taken back; the oldest go first."""
_SUFFIX, _UNDONE = ".json", ".undone"
_GIT_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One file: what it has now (None: it isn't there) and what it gets (None: it goes)."""

    path: Path
    before: bytes | None
    after: bytes | None


def writes_of(infrastructure: Infrastructure, start: Path) -> list[Write]:
    """What the patches write; names of files start at ``start``.

    Raises ``UserError`` for a file that is not what was analysed.
    """
    found = []
    for patch in infrastructure.patches:
        if patch.before == patch.after:
            continue
        path = start / patch.file
        now = _content(path)
        before, after = patch.before.encode(), patch.after.encode()
        mark = BYTE_ORDER_MARK.encode()
        if now == mark + before:
            after = mark + after
        elif now != before and not (now is None and not before):
            raise UserError(f"{patch.file}: it has changed since it was analysed; nothing was written")
        found.append(Write(path=path, before=now, after=after))
    return found


def dirty(paths: Iterable[Path]) -> list[Path]:
    """Files with changes that git has not in a commit; none where there is no git."""
    return [path for path in paths if path.exists() and _has_changes(path)]


def _has_changes(path: Path) -> bool:
    # What a repository configures is not run: its settings come with the code.
    command = [
        "git",
        "-c",
        "core.fsmonitor=false",
        "--no-optional-locks",
        "status",
        "--porcelain",
        "--",
        path.name,
    ]
    try:
        result = subprocess.run(
            command, cwd=path.parent, capture_output=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and any(
        line and not line.startswith((b"??", b"!!")) for line in result.stdout.splitlines()
    )


def write(writes: Sequence[Write], state: Path) -> None:
    """Writes all files, or none; what was there is kept in ``state`` first. Raises ``UserError``."""
    _keep(writes, state / "applied")
    _replace(writes)


def undo(paths: Sequence[Path], state: Path, *, force: bool) -> list[Path]:
    """Takes back the last change of files below the paths; the files that it was about.

    Raises ``UserError`` when there is none, or when a file has changed since (unless ``force``).
    """
    for entry in _entries(state / "applied"):
        writes = _read(entry)
        if not all(any(one.path.is_relative_to(path) for path in paths) for one in writes):
            continue
        changed = [one.path for one in writes if _content(one.path) != one.after]
        if changed and not force:
            where = from_here(changed[0])
            raise UserError(
                f"{where}: it has changed since; --force puts back what was there before the change"
            )
        _replace([
            Write(path=one.path, before=_content(one.path), after=one.before) for one in writes
        ])  # fmt: skip
        entry.rename(entry.with_suffix(_UNDONE))
        return [one.path for one in writes]
    raise UserError("there is nothing to undo: no change of files below these paths is on record")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"{path}: can't be read ({error.strerror or error})") from error


def _replace(writes: Sequence[Write]) -> None:
    """All files are ready beside their places before the first takes its place."""
    ready: list[tuple[Path, Write]] = []
    done: list[Write] = []
    try:
        for one in writes:
            if one.after is not None:
                beside = one.path.with_name(f".{one.path.name}.{os.getpid()}.tmp")
                ready.append((beside, one))
                beside.write_bytes(one.after)
                if one.before is not None:
                    shutil.copymode(one.path, beside)
        for beside, one in ready:
            os.replace(beside, one.path)
            done.append(one)
        for one in writes:
            if one.after is None:
                one.path.unlink(missing_ok=True)
                done.append(one)
    except OSError as error:
        for one in done:
            _restore(one)
        for beside, _ in ready:
            beside.unlink(missing_ok=True)
        raise UserError(
            f"{error.filename or 'a file'}: can't be written ({error.strerror}); nothing is"
        ) from error


def _restore(one: Write) -> None:
    if one.before is None:
        one.path.unlink(missing_ok=True)
    else:
        one.path.write_bytes(one.before)


# --- what was there before ---


def _keep(writes: Sequence[Write], directory: Path) -> None:
    files = [
        {"path": str(one.path), "before": _encoded(one.before), "after": _encoded(one.after)}
        for one in writes
    ]
    text = json.dumps({"schema_version": SCHEMA_VERSION, "files": files}, indent=1)
    name = f"{time.time_ns():020}-{hashlib.sha256(text.encode()).hexdigest()[:8]}{_SUFFIX}"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(directory / name, "x", encoding="utf-8", opener=_private) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        for old in sorted(directory.iterdir(), reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"{directory}: what is there now can't be kept ({error.strerror or error}); nothing was written"
        ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _entries(directory: Path) -> list[Path]:
    """The records of changes that are in force, the newest first."""
    try:
        return sorted((one for one in directory.iterdir() if one.suffix == _SUFFIX), reverse=True)
    except OSError:
        return []


def _read(entry: Path) -> list[Write]:
    try:
        data: Any = json.loads(entry.read_text(encoding="utf-8"))
        return [
            Write(path=Path(one["path"]), before=_decoded(one["before"]), after=_decoded(one["after"]))
            for one in data["files"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{entry}: not a record of a change ({error}); remove it to undo older ones"
        ) from error


def _encoded(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _decoded(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
