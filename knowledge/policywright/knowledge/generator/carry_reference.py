"""Carries AWS's programmatic service reference over into ``facts/authorization.json``.

``python -m policywright.knowledge.generator.carry_reference [URL|FILE]`` fetches the whole reference, as
``knowledge refresh`` does (or reads what ``fetch`` gave), and adds to what is known of each operation the
actions that it lists. What is known already stays: pages that were read say more of some operations than the
reference does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import httpx

from policywright.knowledge.generator.carry import Facts, listed_by, united, write_facts
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.operations_source import ClientSource, read_clients
from policywright.knowledge.generator.overlay_source import read_prefixes
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.refresh import DEFAULT_URL, fetched
from policywright.knowledge.refreshed import FormatError
from policywright.knowledge.store import EMBEDDED, Document, open_store

FILE = "authorization.json"


def fetch(url: str = DEFAULT_URL) -> list[Document]:
    """All documents of the reference; one line instead where it can't be had."""
    try:
        with closing(open_store(EMBEDDED)) as base:
            return list(fetched(url, base).values())
    except (httpx.HTTPError, FormatError, OSError) as error:
        raise SystemExit(f"{url}: {error}; nothing is changed") from error


def main(source: str = DEFAULT_URL) -> None:
    documents = fetch(source) if "://" in source else json.loads(Path(source).read_text(encoding="utf-8"))
    catalog, problems = read_catalog(), Problems()
    clients = read_clients(catalog, read_prefixes(problems).prefixes, problems)
    known = json.loads((FACTS / FILE).read_text(encoding="utf-8"))
    facts, silent = added(known, documents, catalog, clients)
    write_facts(FILE, known["source"], facts, silent, known["read"])


def added(
    known: Document, documents: Iterable[Document], catalog: CatalogSource, clients: dict[str, ClientSource]
) -> tuple[Facts, dict[str, list[str]]]:
    """What AWS lists for each operation, and the operations about which it says nothing.

    Of clients whose pages were read that is no operation: what a page lists no other action for has no entry.
    """
    found = listed_by(documents, catalog, clients)
    facts: Facts = {}
    silent: dict[str, list[str]] = {}
    spoken = known["clients"].keys() | known["silent"].keys() | found.keys()
    for client in sorted(spoken & clients.keys()):
        prefix = clients[client].document["prefix"]
        before, now = known["clients"].get(client, {}), found.get(client, {})
        facts[client] = {}
        for operation in sorted(clients[client].document["operations"]):
            same = catalog.spelling(f"{prefix}:{operation}")
            both = united(now.get(operation, []), before.get(operation, []))
            if both not in ([], [same]):
                facts[client][operation] = both
            if not both and (client not in known["read"] or operation in known["silent"].get(client, ())):
                silent.setdefault(client, []).append(operation)
    return facts, silent


if __name__ == "__main__":
    main(*sys.argv[1:])
