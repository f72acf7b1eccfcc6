"""The tools that an assistant calls: their inputs, their descriptions and what they give back.

Each returns a short text first and the whole result as ``structuredContent``; the published schemas are the
files in ``schema/``. What a tool does is done elsewhere (``generation``, ``validation``, ``lookup``).
"""

import inspect
import json
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BeforeValidator, Field, WithJsonSchema

from policywright.server import mcp_worker
from policywright.server.errors import UserError
from policywright.server.kinds import Kind
from policywright.server.mcp_deploy import generate_deployment_policy
from policywright.server.mcp_fix import explain_access_denied, fix_access_denied
from policywright.server.mcp_inputs import ClientRoots, Region, workspace_of
from policywright.server.schema import load_schema
from policywright.server.summary import FULL_LIMIT, SUMMARY_LIMIT, fit, summarise
from policywright.server.validation import Source, read_source, report_text, validate

# No `from __future__ import annotations` here: the SDK reads these annotations when a tool is registered.

_SUMMARY_REASONS = 3
"""Reasons per permission in the structured result, unless the details are asked for."""
_MAX_POLICY_TEXT = 1_000_000

_CHANGES = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True
)
"""With ``apply`` only, and after approval; hints are per tool, not per call."""
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def _json_text(value: Any) -> Any:
    """A policy may come as an object, too; positions in findings then count in this text."""
    return json.dumps(value, indent=2) if isinstance(value, dict) else value


Paths = Annotated[
    list[str],
    Field(min_length=1, max_length=1000, description="Files or directories, absolute or relative to a root."),
]
Entries = Annotated[
    list[str],
    Field(description="FILE or FILE:FUNCTION: only what is reachable from these. Default: everything."),
]
Account = Annotated[
    str | None, Field(pattern=r"^\d{12}$", description="Account id in ARNs, 12 digits. Default: any.")
]
Partition = Annotated[
    str | None,
    Field(pattern=r"^aws(-[a-z]+)*$", description="Partition in ARNs. Default: the region's, or aws."),
]
Infra = Annotated[
    list[str],
    Field(
        max_length=100, description="Templates outside of `paths`. Those in `paths` are found by themselves."
    ),
]
Against = Annotated[
    str | None,
    Field(description="A policy file (JSON) to compare all the code with, instead of the templates."),
]
RoleName = Annotated[
    str | None, Field(description="Show only this function or role (its name in the template).")
]
Format = Annotated[
    Literal["policy", "diff", "cloudformation", "terraform", "cdk-python", "cdk-typescript"],
    Field(description="What the text shows: the changes or policy, the patch, or something ready to paste."),
]
Detail = Annotated[
    Literal["summary", "full"],
    Field(description="summary: short, 3 reasons per permission. full: every reason, call chains, sources."),
]
IncludeOptional = Annotated[
    bool, Field(description="Also grant what depends on configuration (such as KMS keys of a bucket).")
]
PolicyText = Annotated[
    str,
    BeforeValidator(_json_text),
    Field(max_length=_MAX_POLICY_TEXT, description="The policy: JSON text or object. Or give `path`."),
    WithJsonSchema({"type": ["string", "object"]}),
]
PolicyType = Annotated[Kind, Field(description="What the policy is for.")]
PolicyPath = Annotated[str, Field(description="A file that holds the policy. Or give `policy`.")]
Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="An IAM action (s3:GetObject), SDK method (s3.get_object) or API operation (GetObject).",
    ),
]


async def generate_policy(
    context: Context,
    roots: ClientRoots,
    paths: Paths,
    entries: Entries = [],  # noqa: B006 - becomes the schema's default
    region: Region = None,
    account: Account = None,
    partition: Partition = None,
    format: Format = "policy",
    detail: Detail = "summary",
    include_optional: IncludeOptional = False,
    infra: Infra = [],  # noqa: B006 - becomes the schema's default
    against: Against = None,
    role: RoleName = None,
) -> CallToolResult:
    """Derive the least-privilege IAM policy that code needs, with the source line behind each permission.

    Static and offline: the code is never run. Give the project's directory: with a template in it
    (CloudFormation, SAM, CDK, Terraform, Serverless Framework, ...) each role gets a policy of its own, and
    the answer is the diff of the template. Then show the user the diff, `may_need` and `unresolved`."""
    from policywright.server.generation import generate, only_role, render_settings
    from policywright.server.rendering import renderer
    from policywright.server.report import build_report
    from policywright.server.request import Request

    given = [*paths, *infra, *([against] if against is not None else [])]
    located, root = workspace_of(context, roots).confine(given)
    request = Request(
        paths=located[: len(paths)],
        infra=located[len(paths) : len(paths) + len(infra)],
        against=None if against is None else str(located[-1]),
        entries=tuple(entries),
        region=region,
        account=account,
        partition=partition,
        include_optional=include_optional,
        base=root,
        root=root,
        kept=mcp_worker.KEPT,
    )

    def work(progress: mcp_worker.Progress, cancelled: Any) -> CallToolResult:
        analysis = generate(request, progress=progress, cancelled=cancelled)
        full = detail == "full"
        settings = render_settings(request, explain=full, max_reasons=None if full else _SUMMARY_REASONS)
        if role is not None:
            analysis = only_role(analysis, role)
        report = build_report(analysis, settings)
        if format != "policy":
            text = fit(renderer(format)(analysis, settings), FULL_LIMIT)
        elif full:
            text = fit(renderer("markdown")(analysis, settings), FULL_LIMIT)
        else:
            text = summarise(report)
        return _result(text, report)

    return await mcp_worker.run(context, work)


async def validate_policy(
    context: Context,
    roots: ClientRoots,
    policy: PolicyText = "",
    path: PolicyPath = "",
    type: PolicyType = "identity",
) -> CallToolResult:
    """Check an IAM policy: grammar, unknown actions, resources and condition keys, risky grants, quotas.

    Each finding says where (JSON path, line) and, where possible, what was meant."""
    if bool(policy) == bool(path):
        raise UserError("give either `policy` or `path`")
    located = workspace_of(context, roots).locate(path) if path else None
    if located and not located.is_file():
        # Reading a FIFO would block for ever.
        raise UserError(f"{path}: not a regular file")

    def work(_progress: mcp_worker.Progress, _cancelled: Any) -> CallToolResult:
        source = read_source(located, name=path) if located else Source(name="policy", text=policy)
        result = validate([source], type)
        return _result(fit(report_text(result), SUMMARY_LIMIT), result)

    return await mcp_worker.run(context, work)


async def lookup_iam(context: Context, name: Name) -> CallToolResult:
    """What is known of an IAM action or AWS API operation: actions checked and when, resources, conditions.

    Use it to answer why a permission is needed, or to find an action's exact name."""
    from policywright.server.lookups import look_up, lookup_text

    def work(_progress: mcp_worker.Progress, _cancelled: Any) -> CallToolResult:
        result = look_up(name)
        return _result(fit(lookup_text(result), SUMMARY_LIMIT), result)

    return await mcp_worker.run(context, work)


def _result(text: str, structured: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def failure(message: str) -> CallToolResult:
    """A failed call, with one line that says why."""
    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)


_TOOLS = (
    (generate_policy, "Generate a least-privilege IAM policy", "report-v1", _READ_ONLY),
    (generate_deployment_policy, "Generate the policies of who deploys", "report-v1", _READ_ONLY),
    (explain_access_denied, "Explain an access-denied error", "fix-v1", _READ_ONLY),
    (fix_access_denied, "Fix an access-denied error", "fix-v1", _CHANGES),
    (validate_policy, "Validate an IAM policy", "validation-v1", _READ_ONLY),
    (lookup_iam, "Look up an IAM action or API operation", "lookup-v1", _READ_ONLY),
)


def build_tools() -> list[Tool]:
    """The tools, with the published schemas for their results and closed schemas for their inputs."""
    tools = []
    for function, title, schema, annotations in _TOOLS:
        tool = Tool.from_function(
            function,
            title=title,
            description=inspect.cleandoc(function.__doc__ or ""),
            annotations=annotations,
            structured_output=False,
        )
        # An argument that does not exist is a mistake to hear about, not to ignore.
        tool.parameters["additionalProperties"] = False
        tool.fn_metadata.output_schema = load_schema(schema)
        tools.append(tool)
    return tools
