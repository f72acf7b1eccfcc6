"""Fixtures of the knowledge tests: the embedded store, opened once, without any refreshed layer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Catalog
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
