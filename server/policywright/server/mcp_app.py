"""The report as an MCP App: clients that show one show ``generate_policy``'s answer
as the page of ``--format html`` (the protocol's extension ``io.modelcontextprotocol/ui``).

The app is one page without network for all answers. Its client hands it the tool's result; it asks the client
for the page that the result names (``policywright://ID/report.html``) and shows that. For a client that reads
no resources for apps it shows what is in the result.
"""

from __future__ import annotations

from mcp.server.apps import APP_MIME_TYPE, Apps

from policywright.server.console import PROGRAM
from policywright.server.rendering.page import app_page

URI = f"ui://{PROGRAM}/report.html"
META = {"ui": {"resourceUri": URI}}
"""What a tool says of itself whose answer is drawn by the app."""
MIME_TYPE = APP_MIME_TYPE


def build_app() -> Apps:
    """The extension, as a server takes it."""
    apps = Apps()
    apps.add_html_resource(
        URI,
        app_page(),
        name="report.html",
        title="Permissions",
        description="Draws the answer of generate_policy, with search and filter.",
        prefers_border=True,
    )
    return apps
