"""A server whose request has a second process: whatever ends the request, or the server, ends both."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.server import made

FILES = 300
REQUESTS = range(2, 5)
COMMENT = "# " + "much to read, and nothing to follow; " * 60 + "\n"
SECONDS = 60

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="one process here"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of code for each request: what one request has read, the next would not read again."""
    root = tmp_path_factory.mktemp("project")
    for id in REQUESTS:
        for number in range(FILES):
            folder = root / f"part_{id}" / f"part_{number:03}"
            folder.mkdir(parents=True)
            (folder / "app.py").write_text(COMMENT + made.module(number))
    return root


@pytest.fixture
def server(project: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One that has shaken hands; started by somebody who does not wait for children."""
    environment = {name: value for name, value in os.environ.items() if name != "POLICYWRIGHT_ONE_PROCESS"}
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "policywright.server.cli", "mcp", "--root", str(project)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGCHLD, before)
    info = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    send(process, {"id": 1, "method": "initialize", "params": info})
    answer_to(process, 1)
    send(process, {"method": "notifications/initialized"})
    yield process
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        stream.close()


def send(process: subprocess.Popen[bytes], message: dict[str, object]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    process.stdin.flush()


def answer_to(process: subprocess.Popen[bytes], id: int) -> dict[str, object]:
    assert process.stdout is not None
    for line in process.stdout:
        message: dict[str, object] = json.loads(line)
        if message.get("id") == id:
            return message
    raise AssertionError("the server ended")


def ask(process: subprocess.Popen[bytes], id: int, of: int) -> None:
    arguments = {"name": "generate_policy", "arguments": {"paths": [f"part_{of}"]}}
    send(process, {"id": id, "method": "tools/call", "params": arguments})


def children(of: int) -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _parent(path) == of]


def _parent(path: Path) -> int | None:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def _runs(process: int) -> bool:
    return _state(Path(f"/proc/{process}")) not in ("Z", None)


def _idle(process: int) -> bool:
    """None of its threads has anything to do: while one still ends a request, the next gets no second process."""
    for _ in range(3):
        states = [_state(path) for path in Path(f"/proc/{process}/task").iterdir()]
        if any(state not in ("S", None) for state in states):
            return False
        time.sleep(0.05)
    return True


def _state(path: Path) -> str | None:
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.01)


def _go(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None and server.stdout is not None
    server.stdin.close()
    server.stdout.close()


ENDS: dict[str, tuple[Callable[[subprocess.Popen[bytes]], object], int]] = {
    "no more messages": (lambda server: server.stdin.close() if server.stdin else None, 0),
    "nobody there": (_go, 0),
    "SIGINT": (lambda server: server.send_signal(signal.SIGINT), -signal.SIGINT),
    "SIGTERM": (lambda server: server.send_signal(signal.SIGTERM), -signal.SIGTERM),
    "SIGKILL": (lambda server: server.kill(), -signal.SIGKILL),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_end_of_the_server(server: subprocess.Popen[bytes], name: str) -> None:
    end, status = ENDS[name]
    ask(server, 2, of=2)
    until(lambda: children(server.pid))
    second = children(server.pid)
    end(server)
    assert server.wait(SECONDS) == status
    until(lambda: not any(map(_runs, second)))
    assert server.stderr is not None
    assert server.stderr.read() == b""


def test_a_cancelled_request_leaves_nothing_and_the_next_one_is_whole(
    server: subprocess.Popen[bytes],
) -> None:
    for id in REQUESTS:
        ask(server, id, of=id)
        until(lambda: children(server.pid))
        send(server, {"method": "notifications/cancelled", "params": {"requestId": id}})
        until(lambda: not children(server.pid) and _idle(server.pid))
    ask(server, 9, of=REQUESTS[-1])
    result = answer_to(server, 9)["result"]
    assert isinstance(result, dict) and not result["isError"]
    assert f"{FILES} files" in json.dumps(result)
    assert not children(server.pid)
