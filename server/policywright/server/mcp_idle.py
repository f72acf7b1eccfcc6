"""Arguments of the MCP tools that change nothing beside the others given, each said in one line.

A row is arguments, why they have no effect, and when, as ``commands.idle`` has them for the command line.
"""

from __future__ import annotations

from policywright.server.errors import UserError
from policywright.server.rendering import WITHOUT_REASONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    Given: TypeAlias = Mapping[str, Any]
    Row: TypeAlias = tuple[tuple[str, ...], str, Callable[[Given], bool]]

_LEFT_OUT: tuple[object, ...] = (None, [], False, "summary")
"""Values that are those of an argument that is not given."""

_SHOWN: tuple[Row, ...] = (
    (("format", "detail"), "with `action`, that action is explained", lambda one: one["action"] is not None),
    (
        ("detail",), "this format shows no call chains and rules",
        lambda one: one["format"] in WITHOUT_REASONS,
    ),
)  # fmt: skip
_UNDONE = "with `undo`, what the last fix replaced is restored"
_ROWS: dict[str, tuple[Row, ...]] = {
    "generate_policy": (
        (("infra",), "with `against`, only that policy is compared with", lambda one: bool(one["against"])),
        (("infra",), "with `entries`, no template is looked at", lambda one: bool(one["entries"])),
        *_SHOWN,
    ),
    "generate_deployment_policy": (
        (("stack_name",), "Terraform makes no stack", lambda one: one["tool"] == "terraform"),
        *_SHOWN,
    ),
    "fix": (
        (
            ("all_actions", "resource_pattern", "resource", "mine", "force", "live"),
            _UNDONE, lambda one: one["undo"],
        ),
    ),
}  # fmt: skip
"""By tool: arguments, why they change nothing, and when."""


def no_effect(tool: str, given: Given) -> list[str]:
    """A line for each argument given that changes nothing, with the first reason that holds."""
    said: dict[str, str] = {}
    for names, why, when in _ROWS[tool]:
        for name in names:
            if given[name] not in _LEFT_OUT and when(given):
                said.setdefault(name, f"{name} has no effect: {why}")
    return list(said.values())


def refuse_page(page: int) -> None:
    """A summary has no pages."""
    if page > 1:
        raise UserError(f"there is no page {page} of the summary; `detail` full and `format` have pages")
