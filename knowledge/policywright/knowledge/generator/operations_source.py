"""``botocore`` and ``boto3`` -> one document per client (read back by ``operations.py``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore
import botocore.loaders
from botocore import xform_name

from policywright.knowledge.generator import shapes
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.generator.shapes import InputShapes
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Document

_BOTO3_DATA = Path(boto3.__file__).parent / "data"

# botocore.handlers fills these in: `inject_account_id` for Glacier ("-").
_AUTO_FILLED = {"glacier": frozenset({"accountId"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSource:
    """One client: its document, and the model for checks of member paths."""

    name: str
    service_id: str
    document: Document
    model: dict[str, Any]
    shapes: InputShapes

    def has_path(self, operation: str, path: str) -> bool:
        return self.shapes.resolves(self.model["operations"][operation], path)

    def said(self, operation: str) -> str:
        """What the documentation of an operation and of its members, however deep, says."""
        model = self.model["operations"].get(operation, {})
        words = " ".join([model.get("documentation", ""), *self._said(model.get("input", {}), set())])
        return re.sub(r"<[^>]+>", " ", words)

    def _said(self, reference: dict[str, Any], met: set[str]) -> Iterator[str]:
        yield reference.get("documentation", "")
        name = reference.get("shape", "")
        shape = {} if name in met else self.model["shapes"].get(name, {})
        met.add(name)
        yield shape.get("documentation", "")
        for member, inner in shape.get("members", {}).items():
            yield member
            yield from self._said(inner, met)
        for kind in ("member", "key", "value"):
            if kind in shape:
                yield from self._said(shape[kind], met)


def versions() -> dict[str, str]:
    return {"botocore": str(botocore.__version__), "boto3": str(boto3.__version__)}


def read_clients(
    catalog: CatalogSource, prefixes: dict[str, str], problems: Problems
) -> dict[str, ClientSource]:
    loader = botocore.loaders.create_loader()
    clients = {}
    for name in sorted(loader.list_available_services("service-2")):
        model = loader.load_service_model(name, "service-2")
        prefix = prefixes.get(name) or _prefix(name, model["metadata"], catalog)
        clients[name] = _client(name, prefix, model, loader)
    for name in prefixes:
        if name not in clients:
            problems.add("_prefixes.toml", f"{name}: botocore has no such client")
    return clients


def _prefix(name: str, metadata: dict[str, Any], catalog: CatalogSource) -> str:
    """The IAM service of a client: the signing name, else the endpoint's, that the catalog knows."""
    candidates = (metadata.get("signingName"), metadata.get("endpointPrefix"), name)
    known = (candidate for candidate in candidates if candidate in catalog.documents)
    return next(known, metadata.get("signingName") or metadata.get("endpointPrefix") or name)


def _client(name: str, prefix: str, model: dict[str, Any], loader: Any) -> ClientSource:
    metadata = model["metadata"]
    reader = InputShapes(model)
    available = set(loader.list_available_services("paginators-1"))
    paginators = loader.load_service_model(name, "paginators-1")["pagination"] if name in available else {}
    document = {
        "prefix": prefix,
        "signing": metadata.get("signingName") or metadata["endpointPrefix"],
        "endpoint": metadata["endpointPrefix"],
        "paginators": sorted(paginators),
        "waiters": _waiters(name, loader),
        "operations": {
            operation: _operation(name, operation, details, reader)
            for operation, details in sorted(model["operations"].items())
        },
    }
    return ClientSource(
        name=name, service_id=metadata["serviceId"], document=document, model=model, shapes=reader
    )


def _waiters(name: str, loader: Any) -> dict[str, str]:
    if name not in loader.list_available_services("waiters-2"):
        return {}
    waiters = loader.load_service_model(name, "waiters-2")["waiters"]
    found = {}
    for waiter, details in sorted(waiters.items()):
        found[waiter] = details["operation"]
        found[xform_name(waiter)] = details["operation"]
    return dict(sorted(found.items()))


def _operation(client: str, name: str, details: dict[str, Any], reader: InputShapes) -> Document:
    members = reader.members(details)
    auto = _AUTO_FILLED.get(client, frozenset()) & set(members)
    auto |= {member for member, reference in members.items() if reference.get("idempotencyToken")}
    required = reader.required(details) - auto
    document: Document = {"method": xform_name(name)}
    if members:
        document["in"] = [
            [member, int(member in required), reader.shape(reference)["type"], reference["shape"]]
            for member, reference in members.items()
        ]
    output = reader.structure(details.get("output"))
    if output:
        document["out"] = list(output)
    document.update(_paths(details, reader))
    if auto:
        document["auto"] = sorted(auto)
    if details.get("authtype") == "none" or details.get("auth") == ["smithy.api#noAuth"]:
        document["unsigned"] = True
    if details.get("deprecated"):
        document["deprecated"] = True
    return document


def _paths(details: dict[str, Any], reader: InputShapes) -> Document:
    found: dict[str, list[str]] = {"roles": [], "loose_roles": [], "tags": [], "loose_tags": [], "paths": []}
    for path, shape_name, shape in reader.walk_to(details, shapes.some_role):
        found["roles" if shapes.is_role(path, shape_name, shape) else "loose_roles"].append(path)
    for path, _, shape in reader.walk(details):
        if shapes.is_tag_member(path):
            found["tags"].append(path.removesuffix("[]"))
        elif shapes.may_be_tags(path, shape):
            found["loose_tags"].append(path.removesuffix("[]"))
        elif path.count(".") in (1, 2) and shapes.is_identifier(path, shape):
            found["paths"].append(path)
    del found["paths"][shapes.MAX_PATHS :]
    # The weaker evidence only where there is no better.
    for kind in ("roles", "tags"):
        if found[kind]:
            del found[f"loose_{kind}"]
    return {key: value for key, value in found.items() if value}


def read_resource_models(clients: dict[str, ClientSource]) -> dict[str, Document]:
    """boto3's newest ``resources-1.json`` of every service that has one, with what types are loaded with."""
    models = {}
    for path in sorted(_BOTO3_DATA.glob("*/*/resources-1.json")):
        name = path.parent.parent.name
        models[name] = json.loads(path.read_text(encoding="utf-8"))
        shapes_of = clients[name].model["shapes"]
        for entry in models[name]["resources"].values():
            members = shapes_of[entry["shape"]].get("members", {}) if "shape" in entry else {}
            entry["data"] = sorted(xform_name(member) for member in members)
    return models
