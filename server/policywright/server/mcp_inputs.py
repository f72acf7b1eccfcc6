"""Inputs that several MCP tools share: the client's roots, and options that mean the same everywhere."""

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, ListRoots, Resolve
from mcp_types import ListRootsResult
from pydantic import Field

from policywright.server.workspace import Workspace, choose_workspace

# No `from __future__ import annotations` here: the SDK reads these annotations when a tool is registered.

Region = Annotated[
    str | None,
    Field(
        pattern=r"^[a-z]{2,5}(-[a-z]+)+-\d+$", description="Region in ARNs, such as eu-west-1. Default: any."
    ),
]
Account = Annotated[
    str | None, Field(pattern=r"^\d{12}$", description="Account id in ARNs, 12 digits. Default: any.")
]

Action = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=200,
        description="Explain this action (s3:PutObjectAcl, s3:Put*): the calls that need it, how they are "
        "reached, the rule.",
    ),
]
Detail = Annotated[
    Literal["summary", "full"],
    Field(description="full: every permission with all reasons, call chains and rules, in pages."),
]
Page = Annotated[int, Field(ge=1, description="Which page of a long answer.")]
IncludeOptional = Annotated[
    bool, Field(description="Also grant what depends on configuration (such as KMS keys of a bucket).")
]


def listed(value: Any) -> Any:
    """A single path may come as it is, and not in a list."""
    return [value] if isinstance(value, str) else value


def needs_roots(context: Context) -> ListRoots | ListRootsResult:
    """Ask the client for its workspace roots, where its answer counts and it can give one."""
    capabilities = context.client_capabilities
    if (
        not getattr(context.mcp_server, "asks_client", False)
        or capabilities is None
        or capabilities.roots is None
    ):
        return ListRootsResult(roots=[])
    return ListRoots()


ClientRoots = Annotated[ListRootsResult, Resolve(needs_roots)]


def workspace_of(context: Context, offered: ListRootsResult) -> Workspace:
    """Where this request may read files."""
    fixed = getattr(context.mcp_server, "fixed_roots", ())
    return choose_workspace(fixed, [str(root.uri) for root in offered.roots])
