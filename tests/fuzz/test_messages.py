"""Messages that no client sends: each gets an answer, none ends the server, and nothing is left behind."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.messages import Server, call, hostile, serving

from policywright.server.mcp_stdin import repaired

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    (tmp_path / "policy.json").write_text('{"Version": "2012-10-17", "Statement": []}')
    return tmp_path


def _lives(server: Server, id: str) -> None:
    server.send(call(id, "generate_policy", paths=["app.py"]))
    found = server.answer_to(id)
    assert not found["result"].get("isError"), found
    assert "s3:GetObject" in str(found)


def test_odd_paths_are_one_line(root: Path) -> None:
    with serving(root) as server:
        for number, path in enumerate(
            ("x" * 5_000, "/proc/1/root", "a/" * 3_000, "\ud800", "\0", "/dev/stdin", "")
        ):
            server.send(call(number, "generate_policy", paths=[path]))
            found = server.answer_to(number)
            if "result" in found:
                assert found["result"]["isError"]
                text = found["result"]["content"][0]["text"]
                assert "\n" not in text and len(text) < 600
                assert "inside policywright" not in text
        _lives(server, "after")


def test_halves_of_characters() -> None:
    assert repaired(rb'["\ud800", "\\ud800", "\ud83d\ude00", "\udfff\ud800x"]') == (
        rb'["\ufffd", "\\ud800", "\ud83d\ude00", "\ufffd\ufffdx"]'
    )


def test_an_id_that_is_in_use_is_an_error(root: Path) -> None:
    """One of the requests is answered; what has its id meanwhile is told so."""
    with serving(root) as server:
        many = "".join(
            f"def f{one}(x): return c.get_object(Bucket=x + '{one}', Key='k')\n" for one in range(400)
        )
        (root / "long.py").write_text(f"import boto3\nc = boto3.client('s3')\n{many}")
        for _ in range(3):
            server.send(call("same", "generate_policy", paths=["long.py"]))
        answers = [server.answer_to("same") for _ in range(3)]
        assert (
            sum("error" in one and "not answered yet" in one["error"]["message"] for one in answers) == 2
        ), answers
        assert sum("result" in one and "s3:GetObject" in str(one) for one in answers) == 1
        server.send(call("same", "generate_policy", paths=["app.py"]))
        assert "result" in server.answer_to("same")
        _lives(server, "after")


LINES = (
    b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\xfe\n", b"{\n", b'{"jsonrpc": "2.0"}\n', b"[" * 100_000 + b"\n",
    b'{"jsonrpc": "2.0", "id": {}, "method": "tools/list"}\n', b'{"jsonrpc": "2.0", "id": null, "method": "ping"}\n',
    b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "\\ud800", "arguments": {"\\udfff": 1}}}\n',
    b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": []}\n',
    b'{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "none"}}\n',
)  # fmt: skip


def test_no_line_ends_it(root: Path) -> None:
    with serving(root) as server:
        for number, line in enumerate(LINES):
            server.write(line)
            _lives(server, f"after {number}")


def _storm(server: Server, calls: int, seed: int) -> None:
    """Calls in twenties: a third is hostile, a third is cancelled at once, a third is usual and must be answered."""
    random = Random(seed)
    for start in range(0, calls, 20):
        wanted = []
        for number in range(start, start + 20):
            id = f"{seed}-{number}"
            match number % 3:
                case 0:
                    server.write(hostile(random, id))
                case 1:
                    server.send(call(id, "generate_policy", paths=["."]))
                    server.send(
                        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}}
                    )
                case _:
                    server.send(call(id, "generate_policy", paths=["app.py"]))
                    wanted.append(id)
        for id in wanted:
            found = server.answer_to(id)
            assert not found["result"].get("isError"), found
    for found in server.rest():
        assert "inside policywright" not in str(found), found


def test_a_storm(root: Path) -> None:
    with serving(root) as server:
        _storm(server, 60, 1)
        _lives(server, "after")


@pytest.mark.long
def test_a_thousand_calls_leave_nothing(root: Path) -> None:
    with serving(root) as server:
        _storm(server, 200, 1)
        warm, threads = server.memory(), server.threads()
        for seed in range(2, 7):
            _storm(server, 200, seed)
        assert server.memory() < warm * 1.15 + 5_000
        assert server.threads() <= max(threads, 45)
        _lives(server, "after")
