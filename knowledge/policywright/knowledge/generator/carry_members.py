"""Carries over which members fill which ARN variables, where the names alone don't say so.

From the map of 2023's resource templates (``${Budget.BudgetName}``, ``%%many%${A}%${B}%%``): only the
member paths in them, only those that exist in botocore's models, and only for variables that ``matching.py``
doesn't find by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from policywright.knowledge import naming
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator import matching
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.operations import Operation, parse_operation

Members = dict[str, dict[str, list[str]]]

_PATH = re.compile(r"\$\{([A-Za-z0-9_.\[\]]+)\}(\[\])?")


def carry_members(
    methods: dict[str, list[dict[str, Any]]], catalog: CatalogSource, clients: dict[str, ClientSource]
) -> Members:
    """IAM service -> variable -> paths, the most frequent first."""
    seen: dict[str, dict[str, Counter[str]]] = {}
    names = {_squeeze(source.service_id): source for source in clients.values()}
    names.update((_squeeze(name), source) for name, source in clients.items())
    for method, entries in sorted(methods.items()):
        service, _, name = method.partition(".")
        source = names.get(_squeeze(service))
        if source is None or name not in source.document["operations"]:
            continue
        operation = parse_operation(source.name, name, source.document)
        for prefix, variable, path in _unfound(operation, entries, catalog):
            seen.setdefault(prefix, {}).setdefault(variable, Counter())[path] += 1
    return {
        prefix: {
            variable: [path for path, _ in sorted(paths.items(), key=lambda item: (-item[1], item[0]))]
            for variable, paths in sorted(variables.items())
        }
        for prefix, variables in sorted(seen.items())
    }


def _unfound(
    operation: Operation, entries: list[dict[str, Any]], catalog: CatalogSource
) -> Iterator[tuple[str, str, str]]:
    """(IAM service, variable, path) that the map has and the rules about names don't."""
    available = {path for path, _ in matching.candidates(operation)}
    for entry in entries:
        action = catalog.spelling(entry["action"])
        prefix = action.partition(":")[0] if action else ""
        if not action or prefix != operation.prefix:
            continue
        for variable, mapping in entry.get("resource_mappings", {}).items():
            kinds = _types_with(variable, action, catalog)
            found = {path for kind in kinds for path, _ in matching.by_name(variable, kind, operation, kinds)}
            paths = list(_paths(mapping["template"], available))
            if kinds and not found & set(paths):
                yield from ((prefix, variable, path) for path in paths)


def _types_with(variable: str, action: str, catalog: CatalogSource) -> list[ResourceType]:
    """The action's resource types whose ARN has the variable."""
    prefix, _, name = action.partition(":")
    document = catalog.documents[prefix]
    rows = next(row for row in document["actions"] if row[0] == name)[3]
    wanted = {row[0].lower() for row in rows}
    return [
        ResourceType(prefix=prefix, name=kind, arn=arn)
        for kind, arn, _ in document["types"]
        if kind.lower() in wanted and variable in naming.variables(arn)
    ]


def _paths(template: str, available: set[str]) -> Iterator[str]:
    for path, suffix in _PATH.findall(template):
        for spelling in (path + suffix, f"{path}[]"):
            if spelling in available:
                yield spelling
                break


def _squeeze(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
