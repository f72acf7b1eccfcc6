"""A raw client of the MCP server over stdio: it sends whatever it is told to, also what no client would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from random import Random
from typing import Any

from tests.fuzz.mutation import ODD, mutated

WAIT = 60.0
ROOT = Path(__file__).parents[2]


class Server:
    """The process, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines: Queue[bytes] = Queue()
        self._early: list[Any] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def send(self, message: object) -> None:
        self.write(json.dumps(message).encode() + b"\n")

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def answer(self) -> Any:
        """The next message; every line that the server writes is one."""
        return json.loads(self._lines.get(timeout=WAIT))

    def answer_to(self, id: object) -> Any:
        """The answer to a request; those to others are kept for who asks."""
        while True:
            early = next((one for one in self._early if one.get("id") == id), None)
            if early is not None:
                self._early.remove(early)
                return early
            found = self.answer()
            if "result" in found or "error" in found:
                self._early.append(found)

    def rest(self) -> list[Any]:
        """What else has been said."""
        found, self._early = self._early, []
        while True:
            try:
                found.append(json.loads(self._lines.get_nowait()))
            except Empty:
                return found

    def memory(self) -> int:
        """Resident kilobytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Server]:
    """A server that has shaken hands; it must end when nobody talks to it any more."""
    process = subprocess.Popen(
        [sys.executable, "-m", "policywright.server.cli", "mcp", "--root", str(root), *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip
    server = Server(process)
    try:
        server.send({
            "jsonrpc": "2.0", "id": "hello", "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
        })  # fmt: skip
        assert "result" in server.answer_to("hello")
        server.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        yield server
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=WAIT) == 0
    finally:
        process.kill()
        process.wait()
        server.reader.join(WAIT)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def call(id: object, tool: str, /, **arguments: object) -> dict[str, Any]:
    return {
        "jsonrpc": "2.0",
        "id": id,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    }


def hostile(random: Random, id: object) -> bytes:
    """A call of a tool that somebody has damaged."""
    text = random.choice(
        (*ODD, "x" * 5_000, "/proc/1/root", "../" * 50, "app.py", "/dev/zero", "{" * 2_000, "\ud800")
    )
    message = random.choice((
        call(id, "generate_policy", paths=[text]),
        call(id, "generate_policy", paths=["app.py"], entries=[text]),
        call(id, "generate_policy", paths=["."], role=text, against=text),
        call(id, "validate_policy", policy=text),
        call(id, "validate_policy", path=text),
        call(id, "explain_access_denied", error_text=text * 3, code=["app.py"], principal=text),
        call(id, "lookup_iam", name=text[:100] or "x"),
        call(id, text, x=text),
        {"jsonrpc": "2.0", "id": id, "method": text, "params": {text: text}},
    ))  # fmt: skip
    data = json.dumps(message)
    if random.random() < 0.3:
        data = mutated(data, data, random).replace("\n", " ").replace("\r", " ")
    return data.encode("utf-8", "surrogatepass") + b"\n"
