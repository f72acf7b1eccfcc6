"""Where a key is that a request names beside a Region: that of a replica is in the replica's own.

``AddReplicaRegions[].KmsKeyId`` goes with ``AddReplicaRegions[].Region``; in a map by Region
(``regions[].sseKmsKeyId``) its key says it, which no path leads to. An id or alias then means one of that
Region. ``SourceRegion`` is where something is copied from: its copy, and the key for that, are where the
request is sent.
"""

from __future__ import annotations

import re
from typing import Any

from policywright.knowledge.generator.dependents import key_members
from policywright.knowledge.generator.identities import last_name
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.operations import parse_operation
from policywright.knowledge.store import Document

ANY = "*"
"""In place of a path: any Region."""

_REGION = re.compile(r"^(destination_?)?region(name)?$", re.IGNORECASE)


def regions_of(name: str, operation: str, client: ClientSource) -> dict[str, str]:
    """The members with keys that are in another Region -> the member that says in which."""
    keys = key_members(parse_operation(name, operation, client.document), client)
    if not keys:
        return {}
    members = [path for path, _, _ in client.shapes.walk(client.model["operations"][operation])]
    found = {}
    for key in keys:
        around = _around(key)
        beside = (path for path in members if _around(path) == around and _REGION.match(last_name(path)))
        said = next(beside, None)
        if said and (around or last_name(key).lower().startswith("destination")):
            found[key] = said
        elif last_name(around.removesuffix("[]")).lower() == "regions":
            found[key] = ANY
    return found


def _around(path: str) -> str:
    return path.rpartition(".")[0]


def place_keys(name: str, client: ClientSource, *tables: dict[str, Any]) -> None:
    """Writes it into the rows about such keys; several operations may share a row."""
    for operation in client.document["operations"]:
        several = [table[operation] for table in tables if any(map(_of_keys, table.get(operation, ())))]
        where = regions_of(name, operation, client) if several else {}
        for rows in several:
            for at, row in enumerate(rows):
                its = {path: where[path] for path in row.get("resources", ()) if path in where}
                if its and _of_keys(row):
                    rows[at] = {**row, "regions": its}


def _of_keys(row: Document) -> bool:
    return "resources" in row and any(action.startswith("kms:") for action in row["actions"])
