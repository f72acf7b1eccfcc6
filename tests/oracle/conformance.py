"""``make conformance``: the protocol's own conformance suite over HTTP, its inspector over stdio, and the app in a
client that is made of its extension's own software.

The suite is written for a server of its own with tools, prompts and resources called ``test_...``; what asks for those, or for
what this server doesn't announce, is listed with the reason and must go on failing: once it passes, it is taken off the list.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
SERVER = [sys.executable, "-m", "policywright.server.cli", "mcp"]
_FIXTURE = "asks for a tool, prompt or resource of the suite's own server"
_NOT_ANNOUNCED = "a capability that this server has no use for, and does not announce"
OTHERS = {
    "logging-set-level": _NOT_ANNOUNCED,
    "completion-complete": _NOT_ANNOUNCED,
    "resources-subscribe": _NOT_ANNOUNCED,
    "resources-unsubscribe": _NOT_ANNOUNCED,
    **dict.fromkeys(
        (
            "tools-call-image", "tools-call-audio", "tools-call-embedded-resource", "tools-call-mixed-content",
            "tools-call-with-logging", "tools-call-with-progress", "tools-call-sampling",
            "tools-call-elicitation", "elicitation-sep1034-defaults", "elicitation-sep1330-enums",
            "resources-read-text", "resources-read-binary", "resources-templates-read", "prompts-get-simple",
            "prompts-get-with-args", "prompts-get-embedded-resource", "prompts-get-with-image",
        ),
        _FIXTURE,
    ),
}  # fmt: skip
SECONDS = 300


@contextmanager
def served() -> Iterator[str]:
    """The URL of a server that listens on a free port."""
    command = [*SERVER, "--transport", "http", "--port", "0", "--root", str(EXAMPLES)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+/mcp", process.stderr.readline())
        assert found is not None, "the server didn't say where it listens"
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=10)


def conformance(modules: Path) -> list[str]:
    """What of the suite is not as it should be."""
    with served() as url:
        command = [modules / ".bin" / "conformance", "server", "--url", url]
        output = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False).stdout
    outcomes = {
        name: int(failed) == 0
        for name, failed in re.findall(r"^. ([\w-]+): \d+ passed, (\d+) failed", output, re.M)
    }
    assert outcomes, output[-2_000:]
    for name, why in OTHERS.items():
        print(f"other   {name}: {why}")
    for name, passed in outcomes.items():
        if name not in OTHERS:
            print(f"{'passed' if passed else 'FAILED'}  {name}")
    return [name for name, passed in outcomes.items() if passed is (name in OTHERS)]


def inspector(modules: Path) -> list[str]:
    """What the inspector can't have over stdio."""
    wrong = []
    for method, key in {
        "tools/list": "tools",
        "prompts/list": "prompts",
        "resources/templates/list": "resourceTemplates",
        "tools/call --tool-name generate_policy --tool-arg paths=shop-sam": "structuredContent",
        "prompts/get --prompt-name least_privilege": "messages",
    }.items():
        command = [
            modules / ".bin" / "mcp-inspector",
            "--cli",
            *SERVER,
            "--root",
            EXAMPLES,
            "--method",
            *method.split(),
        ]
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        there = result.returncode == 0 and bool(json.loads(result.stdout).get(key))
        print(f"{'passed' if there else 'FAILED'}  inspector {method}")
        wrong += [] if there else [method]
    return wrong


async def _given() -> dict[str, Any]:
    """What a client has when it draws the app: the app, a result, and the page that the result names."""
    from mcp import Client, StdioServerParameters
    from mcp_types import TextResourceContents

    asked = {"paths": ["shop-sam"]}
    arguments = [*SERVER[1:], "--root", str(EXAMPLES)]
    server = StdioServerParameters(command=SERVER[0], args=arguments, env=dict(os.environ))
    async with Client(server) as client:
        (tool,) = [tool for tool in (await client.list_tools()).tools if tool.meta]
        assert tool.meta is not None
        result = await client.call_tool(tool.name, asked)
        report = (result.structured_content or {})["report"].removesuffix(".json") + ".html"
        found = {}
        for uri in (tool.meta["ui"]["resourceUri"], report):
            (content,) = (await client.read_resource(uri)).contents
            assert isinstance(content, TextResourceContents)
            found[uri] = content.text
    return {
        "app": found.pop(tool.meta["ui"]["resourceUri"]),
        "asked": asked,
        "result": result.model_dump(mode="json", by_alias=True, exclude_none=True),
        "resources": found,
    }


def app(modules: Path) -> list[str]:
    """What the extension's own client side finds wrong with the app, in headless Chromium."""
    from tests.server.browser import chromium
    from tests.server.browser import served as at

    given = asyncio.run(_given())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        source = Path(__file__).parent / "app_host.mjs"
        bundle = [
            modules / ".bin" / "esbuild",
            source,
            "--bundle",
            "--format=esm",
            f"--outfile={name}/host.js",
        ]
        environment = {**os.environ, "NODE_PATH": str(modules)}
        subprocess.run([*bundle, "--log-level=error"], env=environment, check=True)
        data = json.dumps(given).replace("</", "<\\/")
        (directory / "index.html").write_text(
            f'<!doctype html><meta charset="utf-8"><body><script>const GIVEN = {data};</script>'
            '<script type="module" src="host.js"></script></body>',
            encoding="utf-8",
        )
        with at(directory) as address:
            dom = chromium(directory, f"{address}/index.html", "--dump-dom")
    lines = dom.partition('<pre id="said">')[2].partition("</pre>")[0].splitlines()
    (uri,) = given["resources"]
    wanted = [f"read {uri}", "height true", "theme dark", "shown 5 shown", "ended"]
    wanted.append(f"text Permissions {given['result']['structuredContent']['summary']}")
    wrong = [line for line in wanted if line not in lines] + [line for line in lines if "error" in line]
    for line in wanted:
        print(f"{'passed' if line in lines else 'FAILED'}  app: {line}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=Path, required=True)
    modules = parser.parse_args().node_modules
    wrong = [*conformance(modules), *inspector(modules)]
    if shutil.which("chromium"):
        wrong += app(modules)
    else:
        print("not run  app: needs Chromium")
    print(f"{len(wrong)} not as it should be{': ' + ', '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
