"""A proxy between the command and moto that does to requests what networks, and IAM, do to them."""

from __future__ import annotations

import http.client
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Plan = Callable[[str, int], str]
"""What is done to the n-th request (from 1) of an action, by one of these words:

``pass``; ``lost`` (never arrives; ``hung S`` says so after S seconds) and ``dropped`` (is carried out, with S after
so many seconds on its way), all without an answer; ``slow S`` (answered after S seconds); ``twice`` (arrives twice, the second answer counts); ``stale`` (a
read that shows what the first one of its kind showed); ``busy``, ``no``, ``missing``, ``quota``, ``skew`` and
``nobody`` (refused by IAM); ``broken`` (carried out, answered by 500); ``garbage`` and ``empty`` (carried out,
answered by something else).
"""

_REFUSALS = {
    "busy": (400, "Throttling", "Rate exceeded"),
    "no": (403, "AccessDenied", "User: somebody is not authorized to perform: it"),
    "missing": (404, "NoSuchEntity", "The role with name app cannot be found."),
    "quota": (409, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded"),
    "skew": (403, "SignatureDoesNotMatch", "Signature expired: 20200101T000000Z is now earlier than ..."),
    "nobody": (403, "InvalidClientTokenId", "The security token included in the request is invalid."),
}


class Proxy(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, upstream: str, plan: Plan) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream)
        self.plan = plan
        self.seen: Counter[str] = Counter()
        """Requests by action, as they arrive."""
        self.done: Counter[str] = Counter()
        """Those that were carried out."""
        self.first: dict[bytes, tuple[int, list[tuple[str, str]], bytes]] = {}
        self.canned: dict[str, Any] = {}
        """Answers of services that moto has nothing to say about, by action."""
        self._counting = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self, action: str) -> int:
        with self._counting:
            self.seen[action] += 1
            return self.seen[action]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has hung up is what this is about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, format: str, *arguments: Any) -> None: ...

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        target = self.headers.get("X-Amz-Target")
        form = parse_qs(body.decode("utf-8", "replace"))
        action = target.rpartition(".")[2] if target else form.get("Action", ["?"])[0]
        word, _, seconds = self.server.plan(action, self.server.count(action)).partition(" ")
        self._do(word, float(seconds or 0), action, body)

    def _do(self, word: str, seconds: float, action: str, body: bytes) -> None:
        if action in self.server.canned:
            return self._answer(*self.server.canned[action](body))
        if word in _REFUSALS:
            return self._answer(*_refusal(*_REFUSALS[word]))
        if word == "lost":
            return self._hang_up()
        if word == "hung":
            time.sleep(seconds)
            return self._hang_up()
        if word == "dropped":
            time.sleep(seconds)
        status, headers, data = self._forward(body)
        self.server.done[action] += 1
        key = action.encode() + body
        if word == "stale" and key in self.server.first:
            status, headers, data = self.server.first[key]
        self.server.first.setdefault(key, (status, headers, data))
        if word == "twice":
            status, headers, data = self._forward(body)
        if word == "dropped":
            return self._hang_up()
        if word == "slow":
            time.sleep(seconds)
        if word == "broken":
            return self._answer(*_refusal(500, "ServiceFailure", "It broke"))
        if word == "garbage":
            return self._answer(200, [("Content-Type", "text/html")], b"<html>please sign in<")
        if word == "empty":
            text = f'<{action}Response xmlns="x"><{action}Result></{action}Result></{action}Response>'
            return self._answer(200, [("Content-Type", "text/xml")], text.encode())
        return self._answer(status, headers, data)

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = self.server.upstream
        connection = http.client.HTTPConnection(upstream.hostname or "", upstream.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        kept = [(n, v) for n, v in answer.getheaders() if n.lower() in ("content-type", "x-amzn-requestid")]
        return answer.status, kept, data

    def _answer(self, status: int, headers: list[tuple[str, str]], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def _refusal(status: int, code: str, message: str) -> tuple[int, list[tuple[str, str]], bytes]:
    text = (
        f'<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    )
    return status, [("Content-Type", "text/xml")], text.encode()


@contextmanager
def proxy(upstream: str, plan: Plan = lambda _action, _number: "pass") -> Iterator[Proxy]:
    made = Proxy(upstream, plan)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        assert isinstance(made, socketserver.BaseServer)


def at(action: str, *words: str) -> Plan:
    """A plan for the first requests of one action; all else passes."""

    def plan(asked: str, number: int) -> str:
        return words[number - 1] if asked == action and number <= len(words) else "pass"

    return plan
