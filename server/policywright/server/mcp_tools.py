"""The tools that an assistant calls: their inputs, their descriptions and what they give back.

Each answers twice, as text and as ``structuredContent``: clients give the model one of them, so each is
enough and both are short. The published schemas are the files in ``schema/``. What a tool does is done
elsewhere (``generation``, ``validation``, ``lookups``).
"""

import inspect
import json
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import BeforeValidator, Field, WithJsonSchema

from policywright.knowledge.records import replace
from policywright.server import mcp_app, mcp_worker
from policywright.server.answer import answer_text, build_answer
from policywright.server.errors import UserError
from policywright.server.kinds import Kind
from policywright.server.mcp_deploy import generate_deployment_policy
from policywright.server.mcp_fix import explain_access_denied, fix_access_denied
from policywright.server.mcp_idle import no_effect, refuse_page
from policywright.server.mcp_inputs import (
    Account,
    Action,
    ClientRoots,
    Detail,
    IncludeOptional,
    Page,
    Region,
    listed,
    workspace_of,
)
from policywright.server.mcp_results import ANSWERS, LANGUAGES, SHELF, asked_for, both, paged
from policywright.server.pages import LONG, PAGE, WHOLE, fit, lean, weight
from policywright.server.rendering.headline import headline
from policywright.server.schema import load_schema
from policywright.server.shelf import Texts
from policywright.server.validation import Source, read_source, report_text, validate

# No `from __future__ import annotations` here: the SDK reads these annotations when a tool is registered.

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
    BeforeValidator(listed),
]
Entries = Annotated[
    list[str],
    Field(description="FILE or FILE:FUNCTION: only what is reachable from these. Default: everything."),
    BeforeValidator(listed),
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
    BeforeValidator(listed),
]
Against = Annotated[
    str | None,
    Field(description="A policy file (JSON) to compare all the code with, instead of the templates."),
]
RoleName = Annotated[
    str | None,
    Field(description="Show only this function or role (its name in the template), or this policy."),
]
Format = Annotated[
    Literal["policy", "diff", "cloudformation", "terraform", "cdk-python", "cdk-typescript", "markdown"]
    | None,
    Field(
        description="Give this instead of the summary: the IAM documents, the patch of the templates, or "
        "something ready to paste. Default: what changes, and why."
    ),
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
        description="An IAM action (s3:GetObject), SDK call (s3.upload_file, GetObjectCommand), operation, "
        "command (aws s3 sync), pattern (s3:Get*), service and word (s3 write), condition key, ARN, "
        "AWS managed policy, template type (AWS::S3::Bucket, aws_s3_bucket), or a question in plain words.",
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
    format: Format = None,
    detail: Detail = "summary",
    include_optional: IncludeOptional = False,
    infra: Infra = [],  # noqa: B006 - becomes the schema's default
    against: Against = None,
    role: RoleName = None,
    action: Action = None,
    page: Page = 1,
) -> CallToolResult:
    """Derive the least-privilege IAM policy that code needs, with the source line behind each permission.

    Static and offline: the code is never run. Give the project's directory: with a template in it
    (CloudFormation, SAM, CDK, Terraform, Serverless Framework, ...) each role gets a policy of its own, and
    the answer says what changes: + missing, ~ too wide, - not needed. Ask again with `role` for its whole
    patch, with `action` for why it is needed, with `format` for the patch or documents. Show the user what
    changes, `may_need` and `unresolved`."""
    from policywright.server.generation import generate, render_settings
    from policywright.server.request import Request
    from policywright.server.verdict import nothing_needed, roles_of, unsaid, was_analysed

    idle = no_effect(
        "generate_policy",
        {
            "infra": infra,
            "against": against,
            "entries": entries,
            "format": format,
            "detail": detail,
            "action": action,
        },
    )
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
        role=role,
        parallel=True,
        kept=mcp_worker.KEPT,
        remembered=mcp_worker.REMEMBERED,
    )

    def work(progress: mcp_worker.Progress, cancelled: Any) -> CallToolResult:
        analysis = generate(request, progress=progress, cancelled=cancelled)
        if not was_analysed(analysis) and not roles_of(analysis) and not analysis.skipped:
            raise UserError(nothing_needed(analysis))
        progress.doing = "writing the answer"
        settings = render_settings(request, explain=True)
        asked = repr(replace(request, kept=None, remembered=None))
        uri = SHELF.put(asked, _texts(analysis, settings))
        text = asked_for(analysis, settings, format=format, detail=detail, action=action, role=role)
        if text is None:
            refuse_page(page)
            said = ANSWERS.get(asked)
            if said is None or said[0] is not analysis:
                answer = build_answer(analysis, settings, uri=uri, role=role, idle=idle)
                said = analysis, answer_text(answer), answer
                ANSWERS.put(asked, said)
            return both(*said[1:])
        # A role's patch is whole, however long: half of one is of no use.
        limit = WHOLE if role is not None and format == "diff" else PAGE
        language = None if action is not None else LANGUAGES.get(format or "")
        return paged(
            text,
            page,
            limit=limit,
            summary=headline(analysis),
            report=f"{uri}/report.json",
            language=language,
            idle=idle,
            unsaid=unsaid(analysis, format) if action is None else "",
        )

    return await mcp_worker.run(context, work)


def _texts(analysis: Any, settings: Any) -> Texts:
    """The whole report, also as a page to look at, and the patch where there are templates."""

    def report() -> str:
        from policywright.server.published import dump
        from policywright.server.report import build_report

        return dump(build_report(analysis, settings))

    def page() -> str:
        from policywright.server.rendering import renderer

        return renderer("html")(analysis, settings)

    def patch() -> str:
        from policywright.server.diffs import patch_text

        return patch_text(analysis.infrastructure)

    patches = {"patch.diff": patch} if analysis.infrastructure is not None else {}
    return {"report.json": report, "report.html": page, **patches}


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
        said, policies = report_text(result), result["policies"]
        result = lean(result, [(policy, "findings") for policy in policies])
        has_all = not any("left_out" in policy for policy in policies)
        text = fit(said, LONG) if has_all else fit(said, LONG, "`policywright validate` has the rest")
        return both(text, result)

    return await mcp_worker.run(context, work)


async def lookup_iam(context: Context, name: Name) -> CallToolResult:
    """What is known of an IAM action or AWS API operation: actions checked and when, resources, conditions.

    Also lists actions: of a service by access level or resource type, on an ARN, with a condition key; and
    says what is in a managed policy. Use it to tell why a permission is needed, or to find an exact name."""
    from policywright.server.lookups import look_up, lookup_text

    def work(_progress: mcp_worker.Progress, _cancelled: Any) -> CallToolResult:
        result = look_up(name)
        text = lookup_text(result)
        if weight(json.dumps(result, ensure_ascii=False)) > PAGE:
            # Hundreds of actions of a managed policy: as much as anybody can take, and how to have the rest.
            rest = f"`policywright knowledge lookup {name}` has the rest"
            result = {**result, "results": [], "text": fit(text, PAGE, rest)}
        return both(fit(text, LONG), result)

    return await mcp_worker.run(context, work)


_TOOLS = (
    (generate_policy, "Generate a least-privilege IAM policy", "answer-v1", _READ_ONLY),
    (generate_deployment_policy, "Generate the policies of who deploys", "answer-v1", _READ_ONLY),
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
            meta=mcp_app.META if function is generate_policy else None,
            structured_output=False,
        )
        # An argument that does not exist is a mistake to hear about, not to ignore.
        tool.parameters["additionalProperties"] = False
        tool.fn_metadata.output_schema = load_schema(schema)
        tools.append(tool)
    return tools
