"""The embedded knowledge store: one SQLite file in the wheel, and an optional refreshed layer over it.

Tables hold one compressed JSON document per service; nothing is decoded before it is asked for, so
opening costs about a millisecond. ``generator`` writes the file, ``refresh`` writes the layer,
``catalog``, ``operations`` and ``authorization`` give the documents their meaning.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from _thread import allocate_lock
from collections.abc import Iterable, Mapping
from functools import lru_cache

from policywright.knowledge.isolation import Expected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Error as SQLiteError
    from sqlite3 import connect
    from typing import Any, TypeAlias
else:
    try:
        # Without what ``sqlite3`` adds: adapters of dates, for which it imports ``datetime``.
        from _sqlite3 import Error as SQLiteError
        from _sqlite3 import connect
    except ImportError:
        from sqlite3 import Error as SQLiteError
        from sqlite3 import connect

Document: TypeAlias = "dict[str, Any]"
StrPath: TypeAlias = str | os.PathLike[str]

SCHEMA = "1"
"""Version of the tables and of the documents in them; a refreshed layer of another one is ignored."""

EMBEDDED = os.path.join(os.path.dirname(__file__), "data", "knowledge.sqlite")
_DOCUMENT_TABLES = frozenset({"catalog", "client", "resource_model", "facts", "overlay"})


class StoreError(Expected, RuntimeError):
    """The knowledge file is missing or is not one."""


def cache_dir() -> str:
    """Where this user's refreshed knowledge lives."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "policywright")


def layer_path() -> str:
    """The file that ``refresh`` writes and ``open_store`` layers over the embedded one."""
    return os.path.join(cache_dir(), "refreshed.sqlite")


def pack(document: object) -> bytes:
    """A document as the tables hold it; equal documents give equal bytes."""
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode(), 9)


def unpack(blob: bytes) -> Document:
    """The inverse of ``pack``."""
    document: Document = json.loads(zlib.decompress(blob))
    return document


def _uri(path: str) -> str:
    """A file as SQLite takes it with options (https://sqlite.org/uri.html, "The URI path")."""
    path = os.path.abspath(path).replace(os.sep, "/")
    path = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{path}" if path.startswith("/") else f"file:///{path}"


class Layer:
    """One SQLite file, read only."""

    def __init__(self, path: StrPath) -> None:
        self.path = os.fspath(path)
        self._lock = allocate_lock()
        try:
            self._db = connect(f"{_uri(self.path)}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except SQLiteError as error:
            raise StoreError(f"{path}: cannot be opened ({error})") from error
        try:
            self.meta: Mapping[str, str] = dict(self.rows("SELECT key, value FROM meta"))
        except SQLiteError as error:
            self._db.close()
            raise StoreError(f"{path}: not a knowledge file ({error})") from error
        if self.meta.get("schema") != SCHEMA:
            self._db.close()
            raise StoreError(f"{path}: schema {self.meta.get('schema')}, this version reads {SCHEMA}")

    def rows(self, query: str, parameters: Iterable[str] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(query, tuple(parameters)).fetchall()
            except UnicodeEncodeError:  # half of a surrogate pair, which no name holds
                return []

    def document(self, table: str, name: str) -> Document | None:
        if table not in _DOCUMENT_TABLES:
            raise ValueError(table)
        rows = self.rows(f"SELECT document FROM {table} WHERE name = ?", (name,))
        return unpack(rows[0][0]) if rows else None

    def close(self) -> None:
        with self._lock:
            self._db.close()


class Store:
    """The layers in force, first one first; every document is decoded at most once."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self._documents: dict[tuple[str, str], Document | None] = {}
        self._layered: dict[tuple[str, str], tuple[Document, ...]] = {}

    @property
    def embedded(self) -> Layer:
        return self.layers[-1]

    @property
    def refreshed(self) -> Layer | None:
        return self.layers[0] if len(self.layers) > 1 else None

    def document(self, table: str, name: str) -> Document | None:
        """The document of the uppermost layer that has one."""
        key = (table, name)
        if key not in self._documents:
            found = (layer.document(table, name) for layer in self.layers)
            self._documents[key] = next((document for document in found if document is not None), None)
        return self._documents[key]

    def documents(self, table: str, name: str) -> tuple[Document, ...]:
        """Every layer's document, uppermost first, where they are merged instead of replaced."""
        key = (table, name)
        if key not in self._layered:
            found = (layer.document(table, name) for layer in self.layers)
            self._layered[key] = tuple(document for document in found if document is not None)
        return self._layered[key]

    def rows(self, query: str, parameters: Iterable[str] = ()) -> list[Any]:
        """Rows of the embedded file: the indexes that a refresh leaves alone."""
        return self.embedded.rows(query, tuple(parameters))

    def all_rows(self, query: str, parameters: Iterable[str] = ()) -> list[Any]:
        """Distinct rows of all layers, sorted; a row of an upper layer hides lower ones of the same key."""
        merged: dict[Any, Any] = {}
        for layer in reversed(self.layers):
            merged.update((row[0], row) for row in layer.rows(query, tuple(parameters)))
        return [merged[key] for key in sorted(merged)]

    def close(self) -> None:
        for layer in self.layers:
            layer.close()


def open_store(path: StrPath | None = None, *, layer: StrPath | None = None) -> Store:
    """The store in ``path`` alone; without it, the embedded one under the user's refreshed layer.

    A layer that cannot be read, or that is older than the embedded data, is left out: refreshed
    knowledge may only ever improve what was installed.
    """
    if path is None:
        return _default(layer or layer_path())
    if not os.path.isfile(path):
        raise StoreError(f"{path}: no such knowledge file")
    embedded = Layer(path)
    return Store((*(_usable(layer, embedded) if layer else ()), embedded))


def _default(layer: StrPath) -> Store:
    if not os.path.isfile(EMBEDDED):
        raise StoreError(f"{EMBEDDED}: missing; build it with `make knowledge`")
    embedded = Layer(EMBEDDED)
    return Store((*_usable(layer, embedded), embedded))


def _usable(path: StrPath, embedded: Layer) -> tuple[Layer, ...]:
    if not os.path.isfile(path):
        return ()
    try:
        layer = Layer(path)
    except StoreError:
        return ()
    if layer.meta.get("refreshed", "") > embedded.meta.get("catalog_date", ""):
        return (layer,)
    layer.close()
    return ()


_OPENING = allocate_lock()


@lru_cache(maxsize=1)
def _opened() -> Store:
    return open_store()


def shared_store() -> Store:
    """The default store, opened once per process."""
    # Of two threads that ask first, the cache would keep one's store and drop the other's, open.
    with _OPENING:
        return _opened()
