"""Results of tools: the same in the text and in the structured form, and never more than a client takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mcp_types import CallToolResult, TextContent

from policywright.analyzers.analysis import Analysis
from policywright.knowledge.records import replace
from policywright.server.pages import PAGE, page_of
from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.recent import Recent
from policywright.server.shelf import MAX_REPORTS, Shelf
from policywright.server.text import block

SHELF = Shelf()
"""The reports that clients may read as resources."""
ANSWERS: Recent[str, tuple[Analysis, str, Json]] = Recent(MAX_REPORTS)
"""The last answers by what was asked, in both forms: they hold as long as the analysis is the same one."""
LANGUAGES = {
    "diff": "diff", "policy": "json", "cloudformation": "yaml", "terraform": "hcl", "cdk-python": "python",
    "cdk-typescript": "ts",
}  # fmt: skip
"""Of the formats that are no Markdown: what their block is called."""


def both(text: str, structured: dict[str, Any]) -> CallToolResult:
    """The two forms of an answer."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def failure(message: str) -> CallToolResult:
    """A failed call, with one line that says why."""
    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)


def paged(
    text: str,
    number: int,
    *,
    summary: str,
    report: str,
    language: str | None,
    limit: int = PAGE,
    idle: Sequence[str] = (),
    unsaid: str = "",
) -> CallToolResult:
    """One page of a text, in both forms; what is in a language of its own is in a block.

    ``report`` is where the whole is, ``idle`` what is said of arguments without effect,
    ``unsaid`` what the text itself doesn't say. Raises ``UserError``
    for a page that isn't there.
    """
    content, pages = page_of(text, number, limit)
    structured: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "summary": summary, "content": content}
    note = "".join(f"({line})\n" for line in (*idle, *([unsaid] if unsaid else [])))
    if idle:
        structured["no_effect"] = list(idle)
    if pages > 1:
        structured |= {"page": number, "pages": pages, "report": report}
        note += f"(page {number} of {pages}; everything: {report})\n"
    return both(note + (content if language is None else block(content, language)), structured)


def asked_for(
    analysis: Any,
    settings: Any,
    *,
    format: str | None,
    detail: str,
    action: str | None,
    role: str | None = None,
) -> str | None:
    """The text that was asked for; None for the summary."""
    if action is not None:
        from policywright.server.explanation import explain

        return explain(analysis, action, settings, role)
    if format is None and detail == "summary":
        return None
    from policywright.server.rendering import renderer

    return renderer(format or "markdown")(analysis, replace(settings, explain=detail == "full"))
