"""The documents of AWS's service reference, checked and turned into documents of the store.

Only what is used is read; anything that isn't of the expected form raises ``FormatError`` with its
place, so that a changed format never becomes half a catalog.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from policywright.knowledge.operations import Operations
from policywright.knowledge.store import Document

_PREFIX = re.compile(r"^[a-z0-9-]{1,64}$")
_NAME = re.compile(r"^[A-Za-z0-9_*\-]{1,128}$")
_PASSED_TO = "iam:PassedToService"


class FormatError(ValueError):
    """The reference is not of the form that AWS documents."""


def parse_index(body: bytes, url: str) -> dict[str, str]:
    """``[{"service": "s3", "url": "..."}]`` as a mapping."""
    entries = _list(_json(body, url), url)
    index: dict[str, str] = {}
    for entry in entries:
        service = _text(entry, "service", url)
        if not _PREFIX.match(service):
            raise FormatError(f"{url}: {service!r} is no service prefix")
        index[service] = _text(entry, "url", url)
    return index


def parse_service(body: bytes, service: str) -> Document:
    """One service's document, checked: ``actions``, ``resources``, ``keys``, ``operations``."""
    document = _json(body, service)
    if not isinstance(document, dict) or document.get("Name") != service:
        raise FormatError(f"{service}: the document is not about this service")
    actions = [_action(entry, service) for entry in _list(document.get("Actions", []), f"{service}.Actions")]
    if not actions:
        raise FormatError(f"{service}: no actions")
    return {
        "name": service,
        "actions": actions,
        "resources": [_resource(entry, service) for entry in _entries(document, "Resources", service)],
        "keys": [_key(entry, service) for entry in _entries(document, "ConditionKeys", service)],
        "operations": [_operation(entry, service) for entry in _entries(document, "Operations", service)],
    }


def catalog_document(reference: Document, embedded: Document | None) -> Document:
    """A catalog document (``catalog.py``); what the reference doesn't say comes from the embedded one."""
    known: Document = embedded or {"keys": [], "types": [], "actions": []}
    keys = _merged_keys(reference["keys"], known["keys"])
    index = {row[0].lower(): position for position, row in enumerate(keys)}

    def refer(names: Iterable[str]) -> list[int]:
        for name in names:
            if name.lower() not in index:
                index[name.lower()] = len(keys)
                keys.append([name, "String", ""])
        return sorted({index[name.lower()] for name in names})

    old_types = {row[0].lower(): row for row in known["types"]}
    types = []
    for name, arn, own in reference["resources"]:
        old = old_types.get(name.lower())
        types.append([name, arn or (old[1] if old else "*"), refer(own)])
    old_actions = {row[0].lower(): row for row in known["actions"]}
    actions = []
    for entry in reference["actions"]:
        actions.append(_catalog_action(entry, old_actions.get(entry["name"].lower()), refer))
    return {"keys": keys, "types": types, "actions": sorted(actions, key=lambda row: row[0])}


def facts_documents(references: Iterable[Document], operations: Operations) -> dict[str, Document]:
    """Facts documents by client: the operations that this version of botocore knows."""
    facts: dict[str, Document] = {}
    for reference in references:
        for entry in reference["operations"]:
            for client, method in entry["methods"]:
                operation = operations.by_method(client, method) or operations.get(client, entry["name"])
                if operation is None or not entry["actions"]:
                    continue
                document = facts.setdefault(client, {"operations": {}, "second": {}, "covered": True})
                document["operations"].setdefault(operation.name, entry["actions"])
    for client, document in facts.items():
        document["silent"] = [name for name in operations.names(client) if name not in document["operations"]]
    return facts


def _merged_keys(reference: list[list[str]], embedded: list[list[str]]) -> list[list[str]]:
    texts = {row[0].lower(): row[2] for row in embedded}
    return [[name, kind, texts.get(name.lower(), "")] for name, kind in reference]


def _catalog_action(entry: Document, old: list[Any] | None, refer: Any) -> list[Any]:
    """Access level by AWS's annotations, else as embedded; required types only the embedded one knows."""
    old_resources = {row[0].lower(): row for row in old[3]} if old else {}
    resources = []
    for name in entry["resources"]:
        before = old_resources.get(name.lower())
        resources.append([name, before[1] if before else 0, [], before[3] if before else []])
    level = entry["level"] or (old[1] if old else "Write")
    return [
        entry["name"],
        level,
        old[2] if old else "",
        resources,
        refer(entry["keys"]),
        old[5] if old else [],
    ]


def _action(entry: Any, service: str) -> Document:
    name = _text(entry, "Name", service)
    if not _NAME.match(name):
        raise FormatError(f"{service}: {name!r} is no action")
    place = f"{service}:{name}"
    resources = [_text(item, "Name", place) for item in _entries(entry, "Resources", place)]
    keys = _entries(entry, "ActionConditionKeys", place)
    return {"name": name, "resources": resources, "keys": _texts(keys, place), "level": _level(entry)}


def _level(entry: Document) -> str | None:
    properties = (entry.get("Annotations") or {}).get("Properties")
    if not isinstance(properties, dict):
        return None
    if properties.get("IsPermissionManagement"):
        return "Permissions management, Write"
    if properties.get("IsTaggingOnly"):
        return "Tagging, Write"
    if properties.get("IsWrite"):
        return "Write"
    return "List" if properties.get("IsList") else "Read"


def _resource(entry: Any, service: str) -> list[Any]:
    name = _text(entry, "Name", service)
    formats = _texts(_entries(entry, "ARNFormats", f"{service}.{name}"), f"{service}.{name}")
    keys = _texts(_entries(entry, "ConditionKeys", f"{service}.{name}"), f"{service}.{name}")
    return [name, formats[0] if formats else "", keys]


def _key(entry: Any, service: str) -> list[str]:
    kinds = _texts(_entries(entry, "Types", service), service)
    return [_text(entry, "Name", service), kinds[0] if kinds else "String"]


def _operation(entry: Any, service: str) -> Document:
    name = _text(entry, "Name", service)
    place = f"{service}.{name}"
    actions = [_authorized(item, place, service) for item in _entries(entry, "AuthorizedActions", place)]
    methods = [
        (_text(item, "Name", place), _text(item, "Method", place))
        for item in _entries(entry, "SDK", place)
        if isinstance(item, dict) and item.get("Package") == "Boto3"
    ]
    return {"name": name, "actions": actions, "methods": methods}


def _authorized(entry: Any, place: str, service: str) -> list[Any]:
    prefix = entry.get("Service", service) if isinstance(entry, dict) else service
    context = entry.get("Context") if isinstance(entry, dict) else None
    principals = (context or {}).get(_PASSED_TO, [])
    return [f"{prefix}:{_text(entry, 'Name', place)}", _texts(_list(principals, place), place)]


def _json(body: bytes, place: str) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise FormatError(f"{place}: not JSON ({error})") from error
    except RecursionError as error:
        raise FormatError(f"{place}: nested too deeply") from error


def _entries(document: Any, key: str, place: str) -> list[Any]:
    if not isinstance(document, dict):
        raise FormatError(f"{place}: an object is expected")
    return _list(document.get(key) or [], f"{place}.{key}")


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise FormatError(f"{place}: a list is expected")
    return value


def _text(entry: Any, key: str, place: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(value, str) or not value:
        raise FormatError(f"{place}: {key} is missing")
    return value


def _texts(values: list[Any], place: str) -> list[str]:
    if not all(isinstance(value, str) for value in values):
        raise FormatError(f"{place}: a list of texts is expected")
    return values
