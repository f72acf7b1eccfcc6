"""AWS for tests: moto's HTTP server, which is told over HTTP whether it enforces IAM."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator


def served() -> Iterator[str]:
    """The address of a server, as long as the iteration goes on."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def post(endpoint: str, path: str, data: bytes = b"") -> None:
    headers = {"Content-Type": "text/plain"}
    request = urllib.request.Request(endpoint + path, data=data, headers=headers, method="POST")
    urllib.request.urlopen(request, timeout=30).close()


def everybody_may(endpoint: str) -> None:
    """A new account in which nothing is refused."""
    post(endpoint, "/moto-api/reset-auth", b"inf")
    post(endpoint, "/moto-api/reset")


def policies_count(endpoint: str) -> None:
    """From now on IAM is enforced."""
    post(endpoint, "/moto-api/reset-auth", b"0")
