"""A stand-in for AWS's programmatic service reference, on loopback: the other tool fails without one.

The documents have the form of the published ones (an index, and one document per service with its actions,
resources and operations); the facts are those of our own knowledge store.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import open_store


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Builds the documents in a directory and serves them; gives the address of the index."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(directory)))
    base = f"http://127.0.0.1:{server.server_address[1]}"
    build(directory, base)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{base}/index.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def build(directory: Path, base: str) -> None:
    """Writes the index and the document of every service."""
    authorizer = Authorizer(open_store())
    operations = _operations(authorizer)
    index = []
    for service in authorizer.catalog.services():
        prefix = service.prefix
        document = {
            "Name": prefix,
            "Version": "v1.4",
            "Operations": list(operations.get(prefix, {}).values()),
            **_catalog(authorizer, prefix),
        }
        (directory / f"{prefix}.json").write_text(json.dumps(document))
        index.append({"service": prefix, "url": f"{base}/{prefix}.json"})
    (directory / "index.json").write_text(json.dumps(index))


def _catalog(authorizer: Authorizer, prefix: str) -> dict[str, Any]:
    actions = [
        {
            "Name": action.name,
            "ActionConditionKeys": list(action.condition_keys),
            "Resources": [{"Name": resource.name} for resource in action.resource_types],
        }
        for action in authorizer.catalog.actions(prefix)
    ]
    resources = [
        {"Name": kind.name, "ARNFormats": list(kind.arns)}
        for kind in authorizer.catalog.resource_types(prefix)
    ]
    return {"Actions": actions, "Resources": resources}


def _operations(authorizer: Authorizer) -> dict[str, dict[str, dict[str, Any]]]:
    """Operations by service prefix and name; of two clients with one name the service's own is kept."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    known = authorizer.operations
    for client in known.services():
        prefix = known.prefix(client)
        for name in known.names(client):
            operation = known.get(client, name)
            if operation is None or (name in found.get(prefix, {}) and client != prefix):
                continue
            checked = [action.split(":", 1) for action in authorizer.planner.plan(operation).candidates()]
            found.setdefault(prefix, {})[name] = {
                "Name": name,
                "AuthorizedActions": [{"Service": service, "Name": action} for service, action in checked],
                "SDK": [{"Name": client, "Method": operation.method, "Package": "Boto3"}],
            }
    return found
