"""The tools ``explain_access_denied``, which reads, and ``fix_access_denied``, which may change an account.

They are the command ``fix`` for assistants. A client may approve the first one by itself: it is offline. Of
the second, each change is approved through elicitation. Two resolvers run before that tool: ``proposed`` does
everything short of a change, ``approval`` puts the exact diff to the user. Where the protocol answers in a
second round, ``proposed`` runs again; a diff that has become another one is another question, asked anew.
"""

from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver import (
    AcceptedElicitation,
    CancelledElicitation,
    Context,
    DeclinedElicitation,
    Elicit,
    ElicitationResult,
    Resolve,
)
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, BeforeValidator, Field, create_model

from policywright.server import mcp_worker
from policywright.server.errors import UserError
from policywright.server.mcp_idle import no_effect
from policywright.server.mcp_inputs import ClientRoots, Region, listed, workspace_of
from policywright.server.pages import LONG, fit, lean
from policywright.server.words import spoken

# No `from __future__ import annotations` here: the SDK reads these annotations when a tool is registered.

_MAX_QUESTION = 40_000
"""Characters that a person can be expected to approve: a policy at its quota, and the diff of it."""

ErrorText = Annotated[
    str,
    Field(max_length=4_000_000, description="The error, with whatever log surrounds it. Empty with `undo`."),
]
DeniedText = Annotated[
    str, Field(max_length=4_000_000, description="The error, with whatever log surrounds it.")
]
CodePaths = Annotated[
    list[str],
    Field(max_length=1000, description="The code that was denied: names call sites, limits resources."),
    BeforeValidator(listed),
]
InfraPaths = Annotated[
    list[str],
    Field(
        max_length=100,
        description="Where the role is written: templates (CloudFormation, SAM, Terraform, Serverless) "
        "or their directory, or one IAM policy file (JSON). The diff is then of these, not of the live role.",
    ),
    BeforeValidator(listed),
]
Apply = Annotated[
    bool, Field(description="Offer the change to the user and make it once approved. Otherwise only show it.")
]
Live = Annotated[
    bool, Field(description="Read the principal's policies from AWS: the real diff, and what denies.")
]
Profile = Annotated[str | None, Field(max_length=200, description="AWS profile to use; implies `live`.")]
AllActions = Annotated[bool, Field(description="Allow everything the denied call sites need (with `code`).")]
ResourcePattern = Annotated[bool, Field(description="Allow the denied resource's pattern (table/*).")]
ResourceArn = Annotated[
    str | None, Field(max_length=2048, description="Allow this resource; it must cover the one denied.")
]
PrincipalArn = Annotated[
    str | None, Field(max_length=2048, description="Who was denied, where the text does not say.")
]
Force = Annotated[bool, Field(description="Allow wildcards on actions that change permissions.")]
Mine = Annotated[
    bool, Field(description="The user says that it happened, though the text reads like documentation.")
]
Undo = Annotated[bool, Field(description="Offer to restore what the last applied fix replaced.")]


class Approval(BaseModel):
    """What the user answers; the hash is that of the diff shown."""

    approve: bool
    diff_hash: str


async def proposed(
    context: Context,
    roots: ClientRoots,
    error_text: str,
    code: list[str],
    infra: list[str],
    apply: bool,
    live: bool,
    profile: str | None,
    region: str | None,
    all_actions: bool,
    resource_pattern: bool,
    resource: str | None,
    principal: str | None,
    force: bool,
    mine: bool,
    undo: bool,
) -> Any:
    """The result short of a change; a ``UserError`` is a value here, for the tool to raise."""
    from dataclasses import replace

    from policywright.server.fix.model import Ask
    from policywright.server.fix.workflow import prepare

    idle = no_effect("fix", {
        "undo": undo, "all_actions": all_actions, "resource_pattern": resource_pattern,
        "resource": resource, "mine": mine, "force": force, "live": live,
    })  # fmt: skip

    def work(progress: mcp_worker.Progress, cancelled: Callable[[], bool]) -> Any:
        result = prepare(ask, progress=progress, cancelled=cancelled)
        return replace(result, notes=(*result.notes, *idle))

    try:
        workspace = workspace_of(context, roots) if code or infra else None
        paths, root = workspace.confine([*code, *infra]) if workspace else ((), None)
        ask = Ask(
            text=error_text,
            code=paths[: len(code)],
            infra=paths[len(code) :],
            apply=apply,
            live=live,
            undo=undo,
            force=force,
            mine=mine,
            all_actions=all_actions,
            resource_pattern=resource_pattern,
            resource=resource,
            principal=principal,
            profile=profile,
            region=region,
            root=root,
            kept=mcp_worker.KEPT,
            tool=True,
        )
        if ask.wants_aws and not getattr(context.mcp_server, "may_use_aws", False):
            return UserError("this server listens to other machines, so it does not use its AWS credentials")
        return await mcp_worker.run(context, work)
    except UserError as error:
        return type(error)(spoken(str(error)))


def approval(context: Context, result: Annotated[Any, Resolve(proposed)]) -> Elicit[Approval] | None:
    """The question to the user, where there is a change to approve and a client that can ask."""
    if isinstance(result, UserError) or not result.needs_approval or not _can_ask(context):
        return None
    from policywright.server.fix.approval import question

    change, message = result.change, question(result)
    if len(message) > _MAX_QUESTION:
        return None
    schema = create_model(
        "Approval",
        __base__=Approval,
        approve=(bool, Field(title="Make this change", description="Exactly the diff shown, nothing else.")),
        diff_hash=(str, Field(default=change.hash, title="Hash of the diff shown")),
    )
    return Elicit(message, schema)


def _can_ask(context: Context) -> bool:
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


async def explain_access_denied(
    context: Context,
    roots: ClientRoots,
    error_text: DeniedText,
    code: CodePaths = [],  # noqa: B006 - becomes the schema's default
    infra: InfraPaths = [],  # noqa: B006
    region: Region = None,
    all_actions: AllActions = False,
    resource_pattern: ResourcePattern = False,
    resource: ResourceArn = None,
    principal: PrincipalArn = None,
    mine: Mine = False,
) -> CallToolResult:
    """Explain AWS access-denied errors: who was denied what, by which kind of policy, and who can fix it.

    Shows the smallest change of an identity policy where one helps. Pass the error with its log. Offline:
    reads files of the workspace, calls nothing, changes nothing."""
    result = await proposed(
        context,
        roots,
        error_text,
        code,
        infra,
        apply=False,
        live=False,
        profile=None,
        region=region,
        all_actions=all_actions,
        resource_pattern=resource_pattern,
        resource=resource,
        principal=principal,
        force=False,
        mine=mine,
        undo=False,
    )
    if isinstance(result, UserError):
        raise result
    return _answered(result)


async def fix_access_denied(
    context: Context,
    roots: ClientRoots,
    result: Annotated[Any, Resolve(proposed)],
    answer: Annotated[ElicitationResult[Approval], Resolve(approval)],
    error_text: ErrorText = "",
    code: CodePaths = [],  # noqa: B006 - becomes the schema's default
    infra: InfraPaths = [],  # noqa: B006
    apply: Apply = False,
    live: Live = False,
    profile: Profile = None,
    region: Region = None,
    all_actions: AllActions = False,
    resource_pattern: ResourcePattern = False,
    resource: ResourceArn = None,
    principal: PrincipalArn = None,
    force: Force = False,
    mine: Mine = False,
    undo: Undo = False,
) -> CallToolResult:
    """Diagnose AWS access-denied errors and show the smallest identity policy change that fixes them.

    Pass the error with its log. Says who was denied what, which kind of policy decided and who can fix it.
    Offline unless `live`, `profile`, `apply` or `undo` is given. Nothing in an account changes before the
    user has approved the exact diff."""
    if isinstance(result, UserError):
        raise result
    if result.needs_approval:
        result = await mcp_worker.run(
            context, lambda _progress, cancelled: _settled(result, answer, cancelled), ends=False
        )
    return _answered(result)


def _answered(result: Any) -> CallToolResult:
    """The result as text and as data."""
    from policywright.server.fix import report
    from policywright.server.fix.render import markdown

    data = report.build(result)
    said = markdown(data, spoken)
    data = lean(data, [(data, "denials"), (data, "shown"), (data, "not_denials")])
    has_all = "left_out" not in data
    text = fit(said, LONG) if has_all else fit(said, LONG, "`policywright fix` has the rest")
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)


def _settled(result: Any, answer: Any, cancelled: Callable[[], bool]) -> Any:
    """The result after the user's answer; only an acceptance with this diff's hash changes anything."""
    from dataclasses import replace

    from policywright.server.fix.approval import question
    from policywright.server.fix.workflow import execute

    if isinstance(answer, DeclinedElicitation):
        return replace(result, applied="declined")
    if isinstance(answer, CancelledElicitation):
        return replace(result, applied="cancelled")
    if not isinstance(answer, AcceptedElicitation) or not isinstance(answer.data, Approval):
        note = "this client cannot ask the user for approval"
        if len(question(result)) > _MAX_QUESTION:
            note = "the change is too long for a person to approve in a dialog"
        note += ": nothing was changed, the commands are given"
        return replace(result, applied="unapproved", notes=(*result.notes, note))
    if not answer.data.approve:
        return replace(result, applied="declined")
    return execute(result, answer.data.diff_hash, cancelled)
