"""The hand-written rows of deployments: what they call a property is one."""

from __future__ import annotations

import json
import tomllib
from fnmatch import filter as fnfilter
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.deployments import Deployments, Step
from policywright.knowledge.generator.deployment_rows import FILE
from policywright.knowledge.generator.overlay_source import OVERLAY
from policywright.knowledge.store import shared_store

cfnlint = pytest.importorskip("cfnlint")
KNOWN = Deployments(shared_store())
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
    if steps[0] == "*":
        named = (*properties.values(), *node.get("patternProperties", {}).values())
        return any(_has(whole, one, steps[1:], depth + 1) for one in named)
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
            plain = path.partition("=")[0].removesuffix("!")
            if not types or not plain[:1].isupper():
                continue
            if not any(_has(schemas[type], schemas[type], plain.split(".")) for type in types):
                wrong.append(f"row {number}: {types[0]} has no {plain}")
    assert not wrong


def test_nothing_that_aws_makes_brings_a_call_about() -> None:
    """Nobody can set it: the call would never be asked for."""
    wrong = []
    for type, schema in _schemas().items():
        handlers = KNOWN.cloudformation(type)
        made = [
            path.removeprefix("/properties/").replace("/*", "").replace("/", ".")
            for path in schema.get("readOnlyProperties", ())
        ]
        for step in handlers.steps if handlers is not None else ():
            wrong += [
                f"{type}: {', '.join(step.calls)} by {one}"
                for one in step.when
                if any(one == path or one.startswith(f"{path}.") for path in made)
            ]
    assert not wrong


def test_every_row_has_a_page() -> None:
    assert [row for row in ROWS if not row["source"].startswith("https://")] == []


def test_what_a_row_has_read_fits_its_source() -> None:
    """What the handlers list can be looked up here; the provider's rows name a file of it."""
    schemas = _schemas()
    wrong = []
    for number, row in enumerate(ROWS, 1):
        if row.get("read") == "provider" and "/terraform-provider-aws/" not in row["source"]:
            wrong.append(f"row {number}: {row['source']} is no file of the provider's")
        if row.get("read") != "handlers" or row.get("add"):
            continue
        named = [row["type"]] if "type" in row else row["types"]
        types = [type for one in named if one.startswith("AWS::") for type in fnfilter(schemas, one)]
        for type in types if all("*" not in one for one in named) else ():
            listed = {
                call.lower()
                for handler in schemas[type].get("handlers", {}).values()
                for call in handler.get("permissions", ())
            }
            if not any(fnfilter(listed, call.lower()) for call in row["calls"]):
                wrong.append(f"row {number}: no handler of {type} lists {row['calls']}")
    assert not wrong


def test_rows_that_nobody_compared_are_few_and_said() -> None:
    """They only become fewer; what comes of them is inferred (``Step.sure``)."""
    left = [row for row in ROWS if "read" not in row]
    assert len(left) <= 4
    cluster = KNOWN.terraform("aws_msk_cluster")
    assert cluster is not None
    guessed = {call for step in cluster.steps if not step.sure for call in step.calls}
    assert guessed >= {"kafka:UpdateRebalancing", "kafka:UpdateStorage"}


def test_what_names_alone_decide_is_said() -> None:
    """That a call is made is what the lists say; by which property, or that it is seldom, only names do."""
    steps = [
        step
        for type in ("AWS::IoTManagedIntegrations::CloudConnector", "AWS::S3::Bucket")
        for step in _steps(type)
    ]
    sure = {call: step.sure for step in steps for call in step.calls}
    assert not sure["lambda:InvokeFunction"]
    # The request has the property, and no other one of the type's.
    assert sure["s3:PutBucketCORS"]
    # For every bucket; by a row that was compared; and with tags.
    assert sure["s3:CreateBucket"] and sure["s3:PutLifecycleConfiguration"] and sure["s3:TagResource"]
    assert all(step.source for step in steps)


def _steps(type: str) -> tuple[Step, ...]:
    handlers = KNOWN.cloudformation(type)
    assert handlers is not None
    return handlers.steps


def test_the_one_call_that_deletes_is_sure() -> None:
    """Names say that a property brings it about; the list has no other call that could do it."""
    bare = {call for step in _steps("AWS::IAM::OIDCProvider") for call in step.calls if not step.when}
    assert "iam:DeleteOpenIDConnectProvider" in bare
    assert all(step.sure for step in _steps("AWS::IAM::OIDCProvider"))
