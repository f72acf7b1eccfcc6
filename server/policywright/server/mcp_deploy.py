"""The tool ``generate_deployment_policy``: the command ``deploy`` for assistants. It reads.

And nothing else.
"""

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import BeforeValidator, Field

from policywright.knowledge.records import replace
from policywright.server import mcp_worker
from policywright.server.answer import answer_text, build_answer
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
from policywright.server.mcp_results import LANGUAGES, SHELF, asked_for, both, paged
from policywright.server.published import Settings, dump
from policywright.server.rendering import renderer
from policywright.server.words import spoken

# No `from __future__ import annotations` here: the SDK reads these annotations when a tool is registered.

Templates = Annotated[
    list[str],
    Field(
        min_length=1,
        max_length=1000,
        description="The project's directory, or templates and plans, absolute or relative to a root.",
    ),
    BeforeValidator(listed),
]
Tool = Annotated[
    Literal["cloudformation", "sam", "cdk", "serverless", "terraform"] | None,
    Field(description="Only what this tool deploys. Default: everything that is found."),
]
Phase = Annotated[
    Literal["plan", "apply", "destroy", "all"],
    Field(description="What the role is for: looking, making and changing, taking down."),
]
Boundary = Annotated[
    str | None, Field(description="ARN of a policy: roles may only be made with it as permissions boundary.")
]
StackName = Annotated[
    str | None,
    Field(max_length=128, description="Name of the stack, which begins the names of what it makes."),
]
Format = Annotated[
    Literal["policy", "cloudformation", "terraform", "cdk-python", "cdk-typescript", "markdown"] | None,
    Field(
        description="Give this instead of the summary: the IAM documents, something ready to paste, or all "
        "reasons and trust policies. Default: what each policy allows, and why."
    ),
]


def _for_assistants(settings: Settings) -> Settings:
    """The dangers with the tool's arguments in the place of the command line's options."""
    besides = settings.besides
    if besides is None:
        return settings
    first = tuple(replace(one, lines=tuple(map(spoken, one.lines))) for one in besides.first)
    return replace(settings, besides=replace(besides, first=first))


async def generate_deployment_policy(
    context: Context,
    roots: ClientRoots,
    paths: Templates,
    tool: Tool = None,
    phase: Phase = "all",
    boundary: Boundary = None,
    stack_name: StackName = None,
    region: Region = None,
    account: Account = None,
    compact: Annotated[
        bool, Field(description="Write sqs:Get* where that is one access level on one resource.")
    ] = False,
    format: Format = None,
    detail: Detail = "summary",
    include_optional: IncludeOptional = False,
    action: Action = None,
    page: Page = 1,
) -> CallToolResult:
    """Derive the least-privilege policies of the roles that deploy a project, from its templates, offline.

    CloudFormation, SAM, cdk.out, Serverless Framework, Terraform (.tf or plan JSON): one policy for each
    identity (execution role, caller, each role that a provider assumes). Show the user the ways to more
    permissions first."""
    from policywright.server.deployment import asked, deployed, report, settings_of, summary
    from policywright.server.verdict import unsaid

    idle = no_effect(
        "generate_deployment_policy",
        {"tool": tool, "stack_name": stack_name, "format": format, "detail": detail, "action": action},
    )
    located, root = workspace_of(context, roots).confine(paths)
    options = asked(
        tool=tool, phase=phase, boundary=boundary, stack_name=stack_name, region=region, account=account,
        compact=compact, include_optional=include_optional, root=root, base=root,
    )  # fmt: skip

    def work(progress: mcp_worker.Progress, _cancelled: Any) -> CallToolResult:
        progress.doing = "reading what is deployed"
        found = deployed(located, options)
        settings = _for_assistants(settings_of(found, options, explain=True))
        uri = SHELF.put(repr((located, options)), {
            "report.json": lambda: dump(report(found, settings)),
            "report.html": lambda: renderer("html")(found.analysis, settings),
        })  # fmt: skip
        text = asked_for(found.analysis, settings, format=format, detail=detail, action=action)
        if text is None:
            refuse_page(page)
            answer = build_answer(found.analysis, settings, uri=uri, idle=idle)
            return both(answer_text(answer), answer)
        language = None if action is not None else LANGUAGES.get(format or "")
        return paged(
            text, page, summary=summary(found), report=f"{uri}/report.json", language=language, idle=idle,
            unsaid=unsaid(found.analysis, format) if action is None else "",
        )  # fmt: skip

    return await mcp_worker.run(context, work)
