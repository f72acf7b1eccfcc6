"""AWS for tests: moto's HTTP server, which is told over HTTP whether it enforces IAM."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

SERVICES = 32
"""So many of a package's descriptions of services are kept: those that tests ask again and again."""


def served() -> Iterator[str]:
    """The address of a server, as long as the iteration goes on."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@contextmanager
def read_once() -> Iterator[None]:
    """Every session reads the descriptions of its services anew, which takes a third of such a test."""
    from botocore.loaders import JSONFileLoader, Loader

    load, services = JSONFileLoader.load_file, Loader.list_available_services

    @lru_cache(maxsize=SERVICES)
    def loaded(path: str) -> Any:
        return load(JSONFileLoader(), path)

    @lru_cache(maxsize=SERVICES)
    def listed(paths: tuple[str, ...], type: str) -> list[str]:
        return services(Loader(list(paths), include_default_search_paths=False), type)

    def load_file(self: Any, path: str) -> Any:
        return loaded(path) if path.startswith(Loader.BUILTIN_DATA_PATH) else load(self, path)

    def list_available_services(self: Any, type_name: str) -> list[str]:
        return listed(tuple(self.search_paths), type_name)

    with (
        patch.object(JSONFileLoader, "load_file", load_file),
        patch.object(Loader, "list_available_services", list_available_services),
    ):
        yield


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
