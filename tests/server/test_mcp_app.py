"""The MCP App: announced over the protocol, and drawn in a browser by a client of the test's own.

``make conformance`` has the same drawn by the extension's own software for clients.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters
from mcp_types import TextResourceContents
from tests.server.browser import needs_browser, said

from policywright.server.mcp_app import MIME_TYPE, URI
from policywright.server.rendering.page import app_page

EXAMPLES = Path(__file__).parents[2] / "examples"

# A client's side of the extension, as far as this app needs it. The report is what the server gave.
HOST = """
const RESULT = %(result)s, PAGE = %(page)s, READS = %(reads)s;
const reply = (message, result) => frame.contentWindow.postMessage({jsonrpc: "2.0", id: message.id, result}, "*");
const tell = (method, params) => frame.contentWindow.postMessage({jsonrpc: "2.0", method, params}, "*");
const inside = () => frame.contentDocument;
window.addEventListener("message", ({data}) => {
  if (data.method === "ui/initialize") {
    say(data.params.appInfo.name + " " + data.params.protocolVersion);
    reply(data, {protocolVersion: "2026-01-26", hostInfo: {name: "test", version: "1"},
      hostCapabilities: READS ? {serverResources: {}} : {}, hostContext: {theme: "dark"}});
  } else if (data.method === "ui/notifications/initialized") {
    tell("ui/notifications/tool-input", {arguments: {paths: ["shop-sam"]}});
    tell("ui/notifications/tool-result", RESULT);
    setTimeout(() => {
      say(getComputedStyle(inside().body).backgroundColor);
      say(inside().body.innerText);
      const search = inside().querySelector("#search");
      if (search) {
        search.value = "sqs"; search.dispatchEvent(new Event("input"));
        say(inside().querySelector("#count").textContent);
      }
      tell("ui/notifications/host-context-changed", {theme: "light"});
      setTimeout(() => say(getComputedStyle(inside().body).backgroundColor), 500);
    }, 1000);
  } else if (data.method === "resources/read") {
    say(data.params.uri);
    reply(data, {contents: [{uri: data.params.uri, mimeType: "text/html", text: PAGE}]});
  }
});
"""


async def _asked(tmp_path: Path) -> tuple[str, dict[str, object], str]:
    """The app, a result of the tool that it draws, and the page that the result names."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "policywright.server.cli", "mcp"],
        env=dict(os.environ),
        cwd=EXAMPLES,
    )
    async with Client(server, read_timeout_seconds=60) as client:
        drawn = {tool.name: (tool.meta or {}).get("ui") for tool in (await client.list_tools()).tools}
        assert drawn.pop("generate_policy") == {"resourceUri": URI}
        assert set(drawn.values()) == {None}
        (listed,) = (await client.list_resources()).resources
        assert (listed.uri, listed.mime_type) == (URI, MIME_TYPE)
        (app,) = (await client.read_resource(URI)).contents
        result = await client.call_tool("generate_policy", {"paths": "shop-sam"})
        assert result.structured_content is not None
        report = result.structured_content["report"].removesuffix(".json") + ".html"
        (page,) = (await client.read_resource(report)).contents
    assert isinstance(app, TextResourceContents) and isinstance(page, TextResourceContents)
    assert app.mime_type == MIME_TYPE == "text/html;profile=mcp-app"
    return app.text, result.model_dump(mode="json", by_alias=True, exclude_none=True), page.text


def _host(result: dict[str, object], page: str, *, reads: bool) -> str:
    literals = {
        "result": json.dumps(result).replace("</", "<\\/"),
        "page": json.dumps(page).replace("</", "<\\/"),
        "reads": json.dumps(reads),
    }
    return HOST % literals


@needs_browser
async def test_a_client_that_reads_resources_shows_the_page(tmp_path: Path) -> None:
    app, result, page = await _asked(tmp_path)
    hello, uri, dark, text, count, light = said(tmp_path, {"page.html": app}, _host(result, page, reads=True))
    assert hello == '"policywright 2026-01-26"'
    assert json.loads(uri).endswith("/report.html")
    assert (dark, light) == ('"rgb(18, 22, 28)"', '"rgb(255, 255, 255)"')
    assert "4 roles: 3 to change (2 added, 3 narrowed)" in text
    assert "sqs:SendMessage on Queue.Arn" in text and "sqs.send_message(QueueUrl=" in text
    assert count == '"1 shown"'


@needs_browser
async def test_any_other_client_shows_what_is_in_the_result(tmp_path: Path) -> None:
    app, result, page = await _asked(tmp_path)
    _hello, _dark, text, _light = said(tmp_path, {"page.html": app}, _host(result, page, reads=False))
    assert "CreateOrder:" in text and "+ sqs:SendMessage on Queue.Arn" in text


@needs_browser
def test_an_error_is_shown(tmp_path: Path) -> None:
    result = {"isError": True, "content": [{"type": "text", "text": "no such file <b>x</b>"}]}
    *_, text, _light = said(tmp_path, {"page.html": app_page()}, _host(result, "", reads=True))
    assert json.loads(text).strip() == "no such file <b>x</b>"


@needs_browser
def test_a_page_that_is_read_runs_nothing(tmp_path: Path) -> None:
    """Whatever stands in it; and the app asks for pages of this server alone."""
    page = '<header>seen</header><img src=x onerror="document.title=1"><script>document.title = 2</script>'
    result = {"content": [], "structuredContent": {"report": "policywright://0123456789ab/report.json"}}
    host = _host(result, page, reads=True) + "setTimeout(() => say([inside().title]), 3000);"
    found = said(tmp_path, {"page.html": app_page()}, host)
    assert '["policywright: permissions"]' in found
    assert any("seen" in line for line in found)
    result = {"content": [], "structuredContent": {"summary": "s", "report": "file:///etc/passwd"}}
    found = said(tmp_path, {"page.html": app_page()}, _host(result, page, reads=True))
    assert not any("passwd" in line for line in found)
