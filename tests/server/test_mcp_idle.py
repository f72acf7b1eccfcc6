"""An argument of a tool that changes nothing of the answer says so, as an option of the command line does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp_types import CallToolResult
from tests.server.test_mcp import PROJECT, connect, error, text
from tests.shares import some

from policywright.server.commands.idle import IDLE
from policywright.server.mcp_idle import no_effect
from policywright.server.mcp_tools import build_tools
from policywright.server.schema import load_schema

SHOP: Mapping[str, Any] = {"paths": "examples/shop-sam"}
BESIDE: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "generate_policy": (
        {"paths": "examples/file-to-queue"},
        SHOP,
        {**SHOP, "format": "policy"},
        {**SHOP, "format": "markdown"},
        {**SHOP, "action": "dynamodb:*"},
        {**SHOP, "entries": "examples/shop-sam/fulfil/app.py"},
        {**SHOP, "against": "POLICY"},
    ),
    "generate_deployment_policy": (
        {**SHOP, "format": "policy"},
        {**SHOP, "action": "iam:*"},
        {"paths": "examples/reports-terraform", "tool": "terraform", "format": "markdown"},
    ),
}
VALUES: Mapping[str, Any] = {
    "account": "210987654321",
    "action": "s3:*",
    "against": "POLICY",
    "boundary": "arn:aws:iam::123456789012:policy/apps",
    "compact": True,
    "detail": "full",
    "entries": ["examples/shop-sam/fulfil/app.py"],
    "format": "terraform",
    "include_optional": True,
    "infra": ["examples/reports-terraform"],
    "page": 2,
    "partition": "aws-cn",
    "phase": "plan",
    "region": "eu-west-1",
    "role": "Fulfil",
    "stack_name": "till",
    "tool": "sam",
}
SAME: Mapping[str, str] = {
    **dict.fromkeys(("account", "region", "partition"), "the references of a template have it"),
    "boundary": "none of these actions has it as a condition",
    "compact": "nothing can be shortened",
    "include_optional": "nothing of this is optional",
    "phase": "these actions are of one",
    "stack_name": "these actions are on no name",
    "tool": "nothing else deploys it",
}
"""What depends on the project: nothing can be said before it is analysed, and afterwards it is no mistake."""


def said(result: CallToolResult) -> str:
    """The data, without the name of the report: it is made from what was asked."""
    data = {**(result.structured_content or {}), "error": text(result) if result.is_error else ""}
    asked = str(data.pop("report", "policywright://")).removesuffix("/report.json")
    return json.dumps(data).replace(asked, "policywright://ID")


@pytest.mark.parametrize(
    ("tool", "beside"),
    [
        pytest.param(tool, one, id=f"{tool} {json.dumps(one)}")
        for tool, every in BESIDE.items()
        for one in every
    ],
)
async def test_what_changes_nothing_is_said(tool: str, beside: Mapping[str, Any], tmp_path: Path) -> None:
    policy = PROJECT / "tests" / "server" / "idle-policy.json"
    given = {key: str(policy) if value == "POLICY" else value for key, value in beside.items()}
    silent = []
    async with connect(PROJECT, fake=False) as client:
        plain = said(await client.call_tool(tool, given))
        (schema,) = (one.parameters for one in build_tools() if one.name == tool)
        for name in some(f"{tool} {json.dumps(beside)}", schema["properties"], 6):
            if name == "paths" or name in given or name in SAME:
                continue
            value = str(policy) if VALUES[name] == "POLICY" else VALUES[name]
            result = await client.call_tool(tool, {**given, name: value})
            if result.is_error:
                continue
            Draft202012Validator(load_schema("answer-v1")).validate(result.structured_content)
            lines = (result.structured_content or {}).get("no_effect", [])
            assert all(line in text(result) for line in lines)
            if said(result) == plain and not any(line.startswith(f"{name} ") for line in lines):
                silent.append(name)
    assert silent == []


async def test_a_summary_has_no_pages() -> None:
    async with connect(PROJECT, fake=False) as client:
        for tool in ("generate_policy", "generate_deployment_policy"):
            result = await client.call_tool(tool, {**SHOP, "page": 2})
            assert error(result).startswith("there is no page 2 of the summary")


def test_the_first_reason_that_holds_is_said() -> None:
    given = {"infra": ["a"], "against": "p.json", "entries": ["a.py"], "action": "s3:*", "format": "policy"}
    assert no_effect("generate_policy", {**given, "detail": "full"}) == [
        "infra has no effect: with `against`, only that policy is compared with",
        "format has no effect: with `action`, that action is explained",
        "detail has no effect: with `action`, that action is explained",
    ]


def test_undo_is_as_on_the_command_line() -> None:
    (row,) = (options for options, _, when in IDLE["fix"] if "live" in options)
    given = dict.fromkeys((one.replace("-", "_") for one in row), True)
    lines = no_effect("fix", {**given, "undo": True})
    assert {line.split()[0] for line in lines} == set(given)
