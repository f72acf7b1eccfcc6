"""The hand-written rows of deployments: what they call a property is one."""

from __future__ import annotations

import json
import tomllib
from fnmatch import filter as fnfilter
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.generator.deployments import FILE
from policywright.knowledge.generator.overlay_source import OVERLAY

cfnlint = pytest.importorskip("cfnlint")
ROWS: list[dict[str, Any]] = tomllib.loads((OVERLAY / FILE).read_text("utf-8"))["row"]


def _schemas() -> dict[str, dict[str, Any]]:
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    found = (json.loads(file.read_text("utf-8")) for file in folder.glob("*.json"))
    return {one["typeName"]: one for one in found}


def _has(whole: dict[str, Any], node: dict[str, Any], steps: list[str], depth: int = 0) -> bool:
    """Whether a schema has a property at a path."""
    if not steps or depth > 12:
        return True
    if "$ref" in node:
        target = whole
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _has(whole, target, steps, depth + 1)
    if "items" in node:
        return _has(whole, node["items"], steps, depth + 1)
    alternatives = [one for key in ("oneOf", "anyOf", "allOf") for one in node.get(key, ())]
    if any("properties" in one or "$ref" in one for one in alternatives) and any(
        _has(whole, one, steps, depth + 1) for one in alternatives
    ):
        return True
    properties = node.get("properties", {})
    if steps[0] in properties:
        return _has(whole, properties[steps[0]], steps[1:], depth + 1)
    return bool(node.get("patternProperties")) or not properties


def test_properties_of_cloudformation_are_properties() -> None:
    schemas = _schemas()
    wrong = []
    for number, row in enumerate(ROWS, 1):
        named = [row["type"]] if "type" in row else row["types"]
        types = [type for one in named if one.startswith("AWS::") for type in fnfilter(schemas, one)]
        for path in row.get("when", ()):
            plain = path.partition("=")[0]
            if not types or not plain[:1].isupper():
                continue
            if not any(_has(schemas[type], schemas[type], plain.split(".")) for type in types):
                wrong.append(f"row {number}: {types[0]} has no {plain}")
    assert not wrong


def test_every_row_has_a_page() -> None:
    assert [row for row in ROWS if not row["source"].startswith("https://")] == []
