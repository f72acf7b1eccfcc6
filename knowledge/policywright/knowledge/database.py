"""Writes knowledge files: the embedded one (``generator``) and the refreshed layer (``refresh``).

The other side of ``store.py``. Equal rows give byte-identical files.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_OLD_SECONDS = 3600
"""No refresh takes so long."""
_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE catalog (name TEXT PRIMARY KEY, title TEXT NOT NULL, document BLOB NOT NULL)",
    "CREATE TABLE client (name TEXT PRIMARY KEY, service_id TEXT NOT NULL, prefix TEXT NOT NULL, "
    "document BLOB NOT NULL)",
    "CREATE TABLE resource_model (name TEXT PRIMARY KEY, document BLOB NOT NULL)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, document BLOB NOT NULL)",
    "CREATE TABLE overlay (name TEXT PRIMARY KEY, document BLOB NOT NULL)",
    "CREATE TABLE action (name TEXT, prefix TEXT, spelling TEXT NOT NULL, PRIMARY KEY (name, prefix)) "
    "WITHOUT ROWID",
    "CREATE TABLE method (method TEXT, client TEXT, operation TEXT NOT NULL, PRIMARY KEY (method, client)) "
    "WITHOUT ROWID",
)
_INDEXES = (
    "CREATE INDEX method_operation ON method (operation, client)",
    # A client row holds its whole model: who only wants the names would read all of them.
    "CREATE INDEX client_service ON client (name, service_id)",
)


def write(output: Path, rows: Mapping[str, Iterable[tuple[Any, ...]]]) -> None:
    """Writes all tables into a new file and moves it into place in one step."""
    output.parent.mkdir(parents=True, exist_ok=True)
    _clear(output)
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    os.close(handle)
    temporary = Path(name)
    database = sqlite3.connect(temporary)
    try:
        database.execute("PRAGMA page_size = 4096")
        for statement in _TABLES:
            database.execute(statement)
        for table, content in rows.items():
            _insert(database, table, content)
        for statement in _INDEXES:
            database.execute(statement)
        database.commit()
        database.execute("VACUUM")
        database.close()
        temporary.chmod(0o644)
        temporary.replace(output)
    finally:
        database.close()
        for one in (temporary, Path(f"{temporary}-journal")):
            one.unlink(missing_ok=True)


def _clear(output: Path) -> None:
    """Removes what a run left here that was killed; what is young may be another one's."""
    for left in output.parent.glob(f".{output.name}.*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _OLD_SECONDS:
                left.unlink()


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
