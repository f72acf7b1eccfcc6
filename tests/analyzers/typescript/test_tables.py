"""Tables of names: every row names something that the knowledge has."""

from __future__ import annotations

import pytest

from policywright.analyzers.languages.typescript.aws_sdk import names
from policywright.analyzers.languages.typescript.aws_sdk.clients import DOCUMENT_METHODS
from policywright.analyzers.languages.typescript.libraries.tables import packages
from policywright.analyzers.sdk.streaming import STREAMING
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store


@pytest.fixture(scope="module")
def operations() -> Operations:
    return Operations(shared_store())


def test_renamed_classes_are_services(operations: Operations) -> None:
    for name, service_id in names._RENAMED.items():
        assert operations.service_by_id(service_id), name


def test_streaming_operations_are_actions() -> None:
    catalog = Catalog(shared_store())
    for action in STREAMING.values():
        assert catalog.action(action), action


def test_document_methods_are_operations(operations: Operations) -> None:
    for operation in DOCUMENT_METHODS.values():
        assert operations.get("dynamodb", operation), operation


def test_library_requests_are_operations(operations: Operations) -> None:
    catalog = Catalog(shared_store())
    for package, rows in packages().items():
        for path, row in rows.items():
            assert row.source, package
            for item in row.requests:
                service, _, operation = item.call.partition(":")
                known = operations.get(service, operation) if item.call else None
                assert known or all(catalog.action(action) for action in item.actions), f"{package} {path}"
                members = {member.name for member in known.members} if known else set()
                assert set(item.members) <= members, f"{package} {path}"
