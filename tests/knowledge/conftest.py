"""Fixtures of the knowledge tests: the embedded store, opened once, without any refreshed layer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.operations_source import ClientSource, read_clients
from policywright.knowledge.generator.overlay_source import read_prefixes
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import EMBEDDED, Store, open_store


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    opened = open_store(EMBEDDED)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def catalog(store: Store) -> Catalog:
    return Catalog(store)


@pytest.fixture(scope="session")
def operations(store: Store) -> Operations:
    return Operations(store)


@pytest.fixture(scope="session")
def authorizer(store: Store) -> Authorizer:
    return Authorizer(store)


@pytest.fixture(scope="session")
def sources() -> tuple[CatalogSource, dict[str, ClientSource]]:
    """What the generator reads, read once."""
    catalog = read_catalog()
    problems = Problems()
    clients = read_clients(catalog, read_prefixes(problems).prefixes, problems)
    assert problems.lines == []
    return catalog, clients


@pytest.fixture(scope="session")
def clients(sources: tuple[CatalogSource, dict[str, ClientSource]]) -> dict[str, ClientSource]:
    return sources[1]
