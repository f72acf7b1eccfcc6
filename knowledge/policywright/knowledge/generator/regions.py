"""Where something is that a request names beside a Region: the key of a replica is in the replica's own, and
a table that is looked at in the Region that its structure says (``tableReference.glue.region``).

``AddReplicaRegions[].KmsKeyId`` goes with ``AddReplicaRegions[].Region``; in a map by Region
(``regions[].sseKmsKeyId``) its key says it, which no path leads to. An id or alias then means one of that
Region. ``SourceRegion`` is where something is copied from: its copy, and the key for that, are where the
request is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from policywright.knowledge.generator.dependents import key_members
from policywright.knowledge.generator.identities import last_name
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.homes import ANYWHERE
from policywright.knowledge.operations import parse_operation

_REGION = re.compile(r"^(destination_?)?region(name)?$", re.IGNORECASE)


def regions_of(name: str, operation: str, client: ClientSource, paths: Iterable[str]) -> dict[str, str]:
    """Of these members, those that are in another Region -> the member that says in which."""
    members = [path for path, _, _ in client.shapes.walk(client.model["operations"][operation])]
    keys = set(key_members(parse_operation(name, operation, client.document), client))
    found = {}
    for path in paths:
        around = _around(path)
        beside = (one for one in members if _around(one) == around and _REGION.match(last_name(one)))
        said = next(beside, None)
        if said and (around or (path in keys and last_name(path).lower().startswith("destination"))):
            found[path] = said
        elif path in keys and last_name(around.removesuffix("[]")).lower() == "regions":
            found[path] = ANYWHERE
    return found


def _around(path: str) -> str:
    return path.rpartition(".")[0]


def place(name: str, client: ClientSource, *tables: dict[str, Any]) -> None:
    """Writes it into the rows about such members; several operations may share a row."""
    for operation in client.document["operations"]:
        for rows in (table[operation] for table in tables if operation in table):
            about = [(at, row) for at, row in enumerate(rows) if "resources" in row]
            named = dict.fromkeys(path for _, row in about for path in row["resources"])
            where = regions_of(name, operation, client, named) if named else {}
            for at, row in about:
                if its := {path: where[path] for path in row["resources"] if path in where}:
                    rows[at] = {**row, "regions": its}
