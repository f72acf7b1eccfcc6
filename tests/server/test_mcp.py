"""The MCP server as a client meets it: a real client, and where that may matter, a real process, stdio and HTTP.

To start a server takes a second and a half of a processor, so what is the same over any transport is asked of
one in this process.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, chdir
from pathlib import Path
from typing import Any
from unittest.mock import patch

import anyio
import httpx
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ListRootsResult, Root, TextContent, TextResourceContents
from tests.server import fake_analysis

from policywright.analyzers import api
from policywright.knowledge.isolation import Stopped, heard
from policywright.server import mcp_deploy, mcp_server, mcp_tools, mcp_worker
from policywright.server.answer import build_answer
from policywright.server.mcp_app import URI as APP
from policywright.server.mcp_server import PolicywrightServer
from policywright.server.mcp_worker import DEADLINE
from policywright.server.pages import PAGE, SHORT
from policywright.server.remembered import SETTLED_SECONDS, Remembered
from policywright.server.schema import load_schema
from policywright.server.shelf import Shelf

PROJECT = Path(__file__).parent.parent.parent
MODES = ["legacy", "auto"]
"""The protocol with its handshake, and the newest one."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    for name in ("full", "slow", "quiet", "stuck", "meet", "crash", "refused"):
        (root / name).mkdir(parents=True)
    (root / "full" / "app.py").touch()
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "bad.json").write_text(
        '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}]}'
    )
    return root


@asynccontextmanager
async def connect(
    cwd: Path,
    *,
    roots: Sequence[Path] | None = None,
    mode: Any = "legacy",
    fake: bool = True,
    seconds: float = DEADLINE,
) -> AsyncIterator[Client]:
    """A client of a server in this process, with the controllable analysis or the real one."""
    with (
        chdir(cwd),
        patch.object(api, "analyse", fake_analysis.analyse if fake else api.analyse),
        patch.object(mcp_tools, "SHELF", shelf := Shelf()),
        patch.object(mcp_deploy, "SHELF", shelf),
        patch.object(mcp_server, "SHELF", shelf),
        patch.object(mcp_worker, "REMEMBERED", Remembered()),
    ):
        server = PolicywrightServer((), asks_client=True, seconds=seconds)
        async with Client(
            server, list_roots_callback=_lists(roots), mode=mode, read_timeout_seconds=60
        ) as client:
            yield client


def _lists(roots: Sequence[Path] | None) -> Any:
    async def list_roots(context: Any) -> ListRootsResult:
        return ListRootsResult(roots=[Root(uri=root.as_uri()) for root in roots or ()])  # type: ignore[arg-type]

    return None if roots is None else list_roots


@asynccontextmanager
async def connect_to_process(
    cwd: Path,
    *arguments: str,
    roots: Sequence[Path] | None = None,
    mode: Any = "legacy",
    module: str = "tests.server.fake_analysis",
) -> AsyncIterator[Client]:
    """A client whose server is a fresh process with the controllable analysis."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", module, "mcp", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])},
        cwd=cwd,
    )

    async with Client(
        server, list_roots_callback=_lists(roots), mode=mode, read_timeout_seconds=60
    ) as client:
        yield client


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def error(result: CallToolResult) -> str:
    assert result.is_error
    message = text(result)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("mode", MODES)
async def test_tools_are_described(workspace: Path, mode: str) -> None:
    async with connect(workspace, mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {
        "generate_policy",
        "generate_deployment_policy",
        "explain_access_denied",
        "fix_access_denied",
        "validate_policy",
        "lookup_iam",
    }
    for tool in tools.values():
        assert tool.title and tool.description and tool.annotations
        reads = tool.name != "fix_access_denied"
        assert tool.annotations.read_only_hint is reads
        assert tool.annotations.destructive_hint is not reads
        assert tool.annotations.open_world_hint is not reads
        assert tool.input_schema["additionalProperties"] is False
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), name
    assert tools["generate_policy"].output_schema == load_schema("answer-v1")
    assert tools["fix_access_denied"].output_schema == load_schema("fix-v1")
    assert tools["explain_access_denied"].output_schema == load_schema("fix-v1")
    # What a client may approve by itself has no way to reach an account.
    offline = set(tools["explain_access_denied"].input_schema["properties"])
    assert not offline & {"apply", "undo", "live", "profile", "force"}


@pytest.mark.parametrize("mode", MODES)
async def test_generate_policy(workspace: Path, mode: str) -> None:
    async with connect_to_process(workspace, mode=mode) as client:
        result = await client.call_tool("generate_policy", {"paths": ["full"]})
    assert not result.is_error
    Draft202012Validator(load_schema("answer-v1")).validate(result.structured_content)
    summary = text(result)
    assert len(summary) <= SHORT
    assert summary.startswith("2 policies with 6 actions, for 3 files of code.")
    assert "(full/app.py:12)" in summary


@pytest.mark.parametrize("mode", MODES)
async def test_generate_deployment_policy(mode: str) -> None:
    examples = PROJECT / "examples"
    async with connect(examples, mode=mode) as client:
        arguments = {
            "paths": ["shop-sam"],
            "stack_name": "shop",
            "region": "eu-west-1",
            "account": "123456789012",
        }
        result = await client.call_tool("generate_deployment_policy", arguments)
        read = await client.call_tool("generate_deployment_policy", {**arguments, "format": "markdown"})
        why = await client.call_tool("generate_deployment_policy", {**arguments, "action": "iam:CreateRole"})
        (whole,) = (r for r in (await client.list_resources()).resources if str(r.uri).endswith(".json"))
        (contents,) = (await client.read_resource(whole.uri)).contents
        unknown = await client.call_tool("generate_deployment_policy", {"paths": ["ci"]})
        outside = await client.call_tool("generate_deployment_policy", {"paths": [".."]})
    assert not result.is_error
    Draft202012Validator(load_schema("answer-v1")).validate(result.structured_content)
    assert result.structured_content is not None
    assert result.structured_content["summary"].startswith("policies for deploy-shop (")
    assert "shop-execution (" in result.structured_content["summary"]
    assert len(text(result)) <= SHORT
    assert result.structured_content["escalation"][0].startswith("shop-execution: it can make a role")
    names = [one["name"] for one in result.structured_content["policies"]]
    assert names == ["deploy-shop", "shop-execution-lambda", "shop-execution-others"]
    assert "Ways to more permissions:\n  shop-execution: it can make a role" in text(result)
    assert "(shop-sam/template.yaml:" in text(result)
    assert "# Ways to more permissions\n\n- shop-execution: it can make a role" in text(read)
    assert "iam:CreateRole is needed, in policy shop-execution-others:" in text(why)
    assert isinstance(contents, TextResourceContents)
    report = json.loads(contents.text)
    Draft202012Validator(load_schema("report-v1")).validate(report)
    assert [one["name"] for one in report["deployment"]["identities"]] == ["deploy-shop", "shop-execution"]
    assert "nothing that is deployed" in error(unknown)
    assert "outside" in error(outside)


async def test_the_real_analysis_in_two_requests_at_once() -> None:
    examples = PROJECT / "examples"
    results: dict[str, CallToolResult] = {}
    async with connect(examples, fake=False) as client:

        async def call(name: str) -> None:
            arguments = {"paths": [name], "region": "eu-west-1"}
            results[name] = await client.call_tool("generate_policy", arguments)

        async with anyio.create_task_group() as group:
            for name in ("file-to-queue", "async-worker"):
                group.start_soon(call, name)
        alone = await client.call_tool("generate_policy", {"paths": ["file-to-queue"], "region": "eu-west-1"})
    assert results["file-to-queue"].structured_content == alone.structured_content
    for result in results.values():
        Draft202012Validator(load_schema("answer-v1")).validate(result.structured_content)
        assert result.structured_content is not None
        assert result.structured_content["summary"]


async def test_an_edit_between_two_requests(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    found = []
    async with connect(tmp_path, fake=False) as client:
        for operation in ("list_buckets", "create_bucket", "list_buckets"):
            file.write_text(f"import boto3\nboto3.client('s3').{operation}(Bucket='b')\n")
            result = await client.call_tool("generate_policy", {"paths": ["app.py"]})
            assert result.structured_content is not None
            (policy,) = result.structured_content["policies"]
            found.append([line.partition(" ")[0] for line in policy["needs"]])
    assert found == [["s3:ListAllMyBuckets"], ["s3:CreateBucket"], ["s3:ListAllMyBuckets"]]


async def test_an_answer_is_made_once_of_what_nobody_touches(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text("import boto3\nboto3.client('s3').list_buckets()\n")
    made = []

    def counted(*given: Any, **options: Any) -> Any:
        made.append(options["role"])
        return build_answer(*given, **options)

    async with connect(tmp_path, fake=False) as client:
        with patch.object(mcp_tools, "build_answer", counted):
            await anyio.sleep(2 * SETTLED_SECONDS)
            first = await client.call_tool("generate_policy", {"paths": ["app.py"]})
            again = await client.call_tool("generate_policy", {"paths": ["app.py"]})
            assert (again.content, again.structured_content) == (first.content, first.structured_content)
            assert made == [None]
            file.write_text("import boto3\nboto3.client('sqs').list_queues()\n")
            edited = await client.call_tool("generate_policy", {"paths": ["app.py"]})
            assert made == [None, None] and "sqs:ListQueues" in text(edited)


async def test_details_and_templates_on_request(workspace: Path) -> None:
    """``format``, ``detail`` and ``action`` change what is given in both forms."""
    asked: dict[str, dict[str, Any]] = {
        "calls": {"detail": "full"},
        'resource "aws_iam_policy"': {"format": "terraform"},
        '"Version": "2012-10-17"': {"format": "policy"},
        "sqs:SendMessage is needed, in policy my-app:": {"action": "sqs:*"},
        "no call was found that needs ec2:RunInstances": {"action": "ec2:RunInstances"},
    }
    async with connect(workspace) as client:
        for said, arguments in asked.items():
            result = await client.call_tool("generate_policy", {"paths": "full", **arguments})
            structured = result.structured_content
            assert structured is not None
            Draft202012Validator(load_schema("answer-v1")).validate(structured)
            assert said in structured["content"]
            assert structured["content"] in text(result)
            assert len(structured["content"]) <= PAGE
        page = await client.call_tool("generate_policy", {"paths": ["full"], "format": "policy", "page": 2})
        assert error(page) == "there is no page 2; there are 1"


@pytest.mark.parametrize("mode", MODES)
async def test_the_whole_is_a_resource(mode: str) -> None:
    async with connect(PROJECT, fake=False, mode=mode) as client:
        assert [str(one.uri) for one in (await client.list_resources()).resources] == [APP]
        result = await client.call_tool("generate_policy", {"paths": ["examples/shop-sam"]})
        assert result.structured_content is not None
        uri = result.structured_content["report"]
        listed = {str(one.uri): one.mime_type for one in (await client.list_resources()).resources}
        assert listed.pop(APP)
        assert listed == {
            uri: "application/json",
            uri.replace("report.json", "report.html"): "text/html",
            uri.replace("report.json", "patch.diff"): "text/x-diff",
        }
        (report,) = (await client.read_resource(uri)).contents
        (patch,) = (await client.read_resource(uri.replace("report.json", "patch.diff"))).contents
        assert isinstance(report, TextResourceContents) and isinstance(patch, TextResourceContents)
        data = json.loads(report.text)
        Draft202012Validator(load_schema("report-v1")).validate(data)
        assert data["diff"]["patch"] == patch.text
        assert patch.text.startswith("--- a/examples/shop-sam/template.yaml\n")
        role = await client.call_tool("generate_policy", {"paths": ["examples/shop-sam"], "role": "Fulfil"})
        assert role.structured_content is not None
        assert "+++ b/examples/shop-sam/template.yaml" in role.structured_content["patch"]
        for gone in ("policywright://0123456789ab/report.json", uri + "x", "file:///etc/passwd"):
            with pytest.raises(MCPError, match="no resource"):
                await client.read_resource(gone)
        templates = (await client.list_resource_templates()).resource_templates
        assert [one.uri_template for one in templates] == [
            "policywright://{id}/report.json",
            "policywright://{id}/report.html",
            "policywright://{id}/patch.diff",
        ]


@pytest.mark.parametrize("mode", MODES)
async def test_prompts(workspace: Path, mode: str) -> None:
    async with connect(workspace, mode=mode) as client:
        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        assert list(prompts) == ["least_privilege", "fix_error", "review_policy"]
        for prompt in prompts.values():
            assert prompt.title and prompt.description
            assert all(argument.description for argument in prompt.arguments or ())
        found = await client.get_prompt("fix_error", {"error": "AccessDenied: who knows"})
        (message,) = found.messages
        assert isinstance(message.content, TextContent)
        assert "explain_access_denied" in message.content.text and "who knows" in message.content.text
        for name, arguments, said in (
            ("nothing", {}, "no prompt 'nothing'; there are least_privilege, fix_error, review_policy"),
            ("fix_error", {}, "fix_error: error is required"),
            ("least_privilege", {"paths": "x"}, "unknown argument 'paths'; known: path"),
        ):
            with pytest.raises(MCPError, match=re.escape(said)):
                await client.get_prompt(name, arguments)


BAD_INPUT: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "generate_policy: paths: Field required"),
    ({"paths": []}, "generate_policy: paths: List should have at least 1 item"),
    ({"paths": ["full"], "region": "Mars"}, "generate_policy: region: String should match"),
    ({"paths": ["full"], "region": "Mars"}, "(Region in ARNs, such as eu-west-1. Default: any.)"),
    ({"paths": ["full"], "format": "xml"}, "Input should be 'policy', 'diff', 'cloudformation', "),
    ({"paths": ["full"], "depth": 3}, "generate_policy: unknown argument 'depth'"),
    ({"paths": ["nowhere"]}, "nowhere: no such file or directory in the workspace"),
    ({"paths": [""]}, "an empty path"),
    ({"paths": ["full\0"]}, "an empty path"),
    ({"paths": ["../outside"]}, "../outside: outside the workspace"),
    ({"paths": ["/etc"]}, "/etc: outside the workspace"),
    ({"paths": ["link"]}, "link: outside the workspace"),
    ({"paths": ["file:///etc"]}, "file:///etc: outside the workspace"),
    ({"paths": ["file://[/"]}, "file://[/: no such file or directory in the workspace"),
    (
        {"paths": ["full"], "action": "s3:GetObjct"},
        "s3:GetObjct: no action that is known; did you mean s3:GetObject",
    ),
    ({"paths": ["full"], "action": ""}, "generate_policy: action: String should have at least 1 character"),
    ({"paths": ["refused"]}, "refused: the analysis says no"),
)


async def test_bad_input_is_a_one_line_error(workspace: Path) -> None:
    async with connect(workspace) as client:
        for arguments, message in BAD_INPUT:
            assert message in error(await client.call_tool("generate_policy", arguments)), arguments


async def test_other_errors(workspace: Path) -> None:
    async with connect(workspace) as client:
        crash = error(await client.call_tool("generate_policy", {"paths": ["crash"]}))
        assert "secret" not in crash
        assert "there are generate_policy" in error(await client.call_tool("delete_everything", {}))
        assert "give either" in error(await client.call_tool("validate_policy", {}))
        # After all that it still works.
        assert not (await client.call_tool("generate_policy", {"paths": ["full"]})).is_error


@pytest.mark.parametrize("mode", MODES)
async def test_the_clients_roots_bound_what_is_read(workspace: Path, tmp_path: Path, mode: str) -> None:
    async with connect(tmp_path, roots=[workspace / "full", workspace / "meet"], mode=mode) as client:
        assert not (await client.call_tool("generate_policy", {"paths": ["app.py"]})).is_error
        assert not (await client.call_tool("generate_policy", {"paths": [str(workspace / "full")]})).is_error
        assert "outside" in error(
            await client.call_tool("generate_policy", {"paths": [str(workspace / "slow")]})
        )
        # As the roots were given.
        assert not (
            await client.call_tool("generate_policy", {"paths": (workspace / "full").as_uri()})
        ).is_error
        both = {"paths": [str(workspace / "full"), str(workspace / "meet")]}
        assert "different workspace roots" in error(await client.call_tool("generate_policy", both))


async def test_root_option_is_final(workspace: Path, tmp_path: Path) -> None:
    async with connect_to_process(tmp_path, "--root", str(workspace / "full"), roots=[tmp_path]) as client:
        assert not (await client.call_tool("generate_policy", {"paths": ["app.py"]})).is_error
        assert "outside" in error(await client.call_tool("generate_policy", {"paths": [str(workspace)]}))


async def test_roots_that_are_no_directories_are_ignored(workspace: Path) -> None:
    async with connect(workspace, roots=[workspace / "gone"]) as client:
        assert not (await client.call_tool("generate_policy", {"paths": ["full"]})).is_error


async def test_the_file_systems_root_is_no_workspace() -> None:
    async with connect(Path("/")) as client:
        assert "--root DIR" in error(await client.call_tool("generate_policy", {"paths": ["etc"]}))


@pytest.mark.parametrize("mode", MODES)
async def test_progress_and_cancellation(workspace: Path, mode: str) -> None:
    seen: list[float] = []
    heard = anyio.Event()

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        assert total == 600
        assert message and message.startswith("file")
        seen.append(progress)
        heard.set()

    async with connect_to_process(workspace, mode=mode) as client:
        async with anyio.create_task_group() as group:

            async def call() -> None:
                await client.call_tool("generate_policy", {"paths": ["slow"]}, progress_callback=on_progress)

            group.start_soon(call)
            with anyio.fail_after(30):
                await heard.wait()
            group.cancel_scope.cancel()
        with anyio.fail_after(30):
            while not (workspace / "slow" / "cancelled").exists():
                await anyio.sleep(0.05)
        assert seen == sorted(set(seen))
        # The server is free for the next request.
        assert not (await client.call_tool("generate_policy", {"paths": ["full"]})).is_error


async def test_work_of_any_kind_ends_when_nobody_waits() -> None:
    """Also a resource that is being written, which asks nothing but whether it is still wanted."""
    ended = threading.Event()

    def work() -> None:
        try:
            while True:
                heard()
                time.sleep(0.01)
        except Stopped:
            ended.set()

    with anyio.move_on_after(0.1):
        await mcp_worker.in_thread(work)
    with anyio.fail_after(30):
        while not ended.is_set():
            await anyio.sleep(0.01)


async def test_a_single_text_is_taken_for_a_list_of_one(workspace: Path) -> None:
    async with connect(workspace, fake=False) as client:
        tried = 0
        for tool in (await client.list_tools()).tools:
            for name, schema in tool.input_schema["properties"].items():
                if schema.get("items", {}).get("type") == "string":
                    message = (await client.call_tool(tool.name, {name: "nothing-there"})).content[0]
                    assert isinstance(message, TextContent)
                    assert "valid list" not in message.text, (tool.name, name)
                    tried += 1
        assert tried >= 6


@pytest.mark.parametrize("mode", MODES)
async def test_only_what_exists_is_announced(workspace: Path, mode: str) -> None:
    """Lists don't change behind a client's back, nobody can subscribe, and there is nothing to complete or log."""
    async with connect(workspace, mode=mode) as client:
        announced = client.server_capabilities
        assert announced is not None
        told = announced.model_dump(exclude_none=True, exclude={"extensions", "experimental"})
        assert set(told) == {"prompts", "resources", "tools"}
        assert not any(flag for one in told.values() for flag in one.values())
        assert (await client.list_prompts()).prompts
        assert (await client.list_resources()).resources
        assert (await client.list_tools()).tools


async def test_a_client_hears_of_work_at_least_once_a_second(workspace: Path) -> None:
    """Also while no file is done."""
    heard: list[tuple[float, float, str | None]] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        heard.append((anyio.current_time(), progress, message))

    async with connect_to_process(workspace) as client:
        with anyio.move_on_after(4):
            await client.call_tool("generate_policy", {"paths": ["quiet"]}, progress_callback=on_progress)
    assert len(heard) >= 3
    assert [progress for _, progress, _ in heard] == sorted({progress for _, progress, _ in heard})
    assert heard[0][2] == "looking for files"


@pytest.mark.plain
async def test_a_client_hears_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after the last file: an answer of hundreds of roles takes a while to write."""
    monkeypatch.setattr(mcp_worker, "REPORT_SECONDS", 0.01)
    monkeypatch.setattr(mcp_worker, "HEARTBEAT_SECONDS", 0.01)
    heard: list[str] = []

    class Context:
        async def report_progress(self, progress: float, total: float | None, message: str) -> None:
            heard.append(message)

    async def until(message: str) -> None:
        with anyio.fail_after(30):
            while heard[-1:] != [message]:
                await anyio.sleep(0.01)

    latest = mcp_worker.Progress()
    context: Any = Context()
    async with anyio.create_task_group() as group:
        group.start_soon(mcp_worker._report, context, latest)
        await until("looking for files")
        latest(1, 2, "app.py")
        await until("following values through the program")
        assert "app.py" in heard
        latest.doing = "writing the answer"
        await until("writing the answer")
        group.cancel_scope.cancel()


async def test_two_requests_run_side_by_side(workspace: Path) -> None:
    results: list[CallToolResult] = []
    async with connect(workspace) as client:

        async def call() -> None:
            results.append(await client.call_tool("generate_policy", {"paths": ["meet"]}))

        with anyio.fail_after(60):
            async with anyio.create_task_group() as group:
                group.start_soon(call)
                group.start_soon(call)
    assert [result.is_error for result in results] == [False, False]
    assert results[0].structured_content == results[1].structured_content


@pytest.mark.parametrize("as_object", [False, True])
async def test_validate_policy(workspace: Path, as_object: bool) -> None:
    policy = (workspace / "bad.json").read_text()
    async with connect(workspace) as client:
        given = await client.call_tool(
            "validate_policy", {"policy": json.loads(policy) if as_object else policy}
        )
        named = await client.call_tool("validate_policy", {"path": "bad.json"})
        outside = await client.call_tool("validate_policy", {"path": "/etc/passwd"})
    for result in (given, named):
        Draft202012Validator(load_schema("validation-v1")).validate(result.structured_content)
        assert "s3:GetObject" in text(result)
        assert result.structured_content is not None
        (finding,) = [
            finding
            for finding in result.structured_content["policies"][0]["findings"]
            if finding["code"] == "unknown-action"
        ]
        assert finding["path"] == "Statement[0].Action"
    assert "outside the workspace" in error(outside)


async def test_of_very_much_an_assistant_gets_what_it_takes(workspace: Path) -> None:
    """Findings and denials by the hundred: as many as fit, and how many others there are."""
    statements = [
        {"Effect": "Allow", "Action": f"s3:Bogus{number}", "Resource": "*"} for number in range(300)
    ]
    denied = "\n".join(
        f"User: arn:aws:sts::123456789012:assumed-role/r{number}/x is not authorized to perform: sqs:SendMessage"
        f" on resource: arn:aws:sqs:eu-west-1:123456789012:q{number} because no identity-based policy allows the"
        " sqs:SendMessage action"
        for number in range(120)
    )
    async with connect(workspace) as client:
        policy = {"Version": "2012-10-17", "Statement": statements}
        checked = await client.call_tool("validate_policy", {"policy": json.dumps(policy)})
        explained = await client.call_tool("explain_access_denied", {"error_text": denied})
    for result, schema in ((checked, "validation-v1"), (explained, "fix-v1")):
        data = result.structured_content
        Draft202012Validator(load_schema(schema)).validate(data)
        assert len(json.dumps(data)) <= PAGE
        assert " has the rest)" in text(result) and "structured" not in text(result)[-80:]
    assert checked.structured_content is not None and explained.structured_content is not None
    (judged,) = checked.structured_content["policies"]
    assert len(judged["findings"]) + judged["left_out"] == sum(checked.structured_content["counts"].values())
    assert len(explained.structured_content["denials"]) + explained.structured_content["left_out"] == 120


async def test_a_document_says_in_the_text_that_it_may_not_be_all(tmp_path: Path) -> None:
    """Clients that show the text alone would take it for everything."""
    (tmp_path / "app.py").write_text("import boto3, sys\nboto3.client(sys.argv[1]).start()\n" + LISTS)
    async with connect(tmp_path, fake=False) as client:
        for form in ("policy", "terraform", "cloudformation", "cdk-python"):
            given = {"paths": ".", "format": form}
            result = await client.call_tool("generate_policy", given)
            assert text(result).startswith("(not everything is known: 1 thing not resolved)\n```")
        (tmp_path / "app.py").write_text("import boto3\n" + LISTS)
        assert text(await client.call_tool("generate_policy", given)).startswith("```")


LISTS = "boto3.client('sqs').list_queues()\n"


async def test_why_an_action_that_is_granted_is_not_needed() -> None:
    """What a policy by name grants and no code needs: said, with the change that takes it away."""
    async with connect(PROJECT, fake=False) as client:
        result = await client.call_tool(
            "generate_policy", {"paths": "examples/shop-sam", "action": "dynamodb:DeleteItem"}
        )
    assert "no call was found that needs dynamodb:DeleteItem in" in text(result)
    assert "~ DynamoDBCrudPolicy, to dynamodb:PutItem on Orders.Arn" in text(result)


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("generate_policy", {"against": "Makefile"}, "`against` "),
        ("generate_policy", {"entries": "nothing.py"}, "`entries` nothing.py: no such file"),
        ("generate_deployment_policy", {}, "`boundary` closes it"),
        ("generate_deployment_policy", {"format": "markdown"}, "`boundary` closes it"),
        ("generate_deployment_policy", {"boundary": "none"}, "`boundary` none: not the ARN"),
        ("generate_deployment_policy", {"stack_name": "a b"}, "`stack_name` a b: no name"),
    ],
)
async def test_an_assistant_reads_of_arguments_not_of_options(
    tool: str, given: dict[str, Any], said: str
) -> None:
    async with connect(PROJECT, fake=False) as client:
        result = await client.call_tool(tool, {"paths": "examples/shop-sam", **given})
    assert said in text(result)
    assert not re.search(r"--(against|entry|boundary|stack-name)", text(result))


async def test_lookup_iam(workspace: Path) -> None:
    async with connect(workspace) as client:
        result = await client.call_tool("lookup_iam", {"name": "s3:GetObject"})
        long = await client.call_tool("lookup_iam", {"name": "ReadOnlyAccess"})
    for answer in (result, long):
        Draft202012Validator(load_schema("lookup-v1")).validate(answer.structured_content)
        assert len(json.dumps(answer.structured_content)) < 1.2 * PAGE
    assert "s3:GetObject" in text(result)
    assert long.structured_content is not None
    assert "ReadOnlyAccess: AWS managed policy" in long.structured_content["text"]


def test_nothing_but_protocol_on_stdout(workspace: Path) -> None:
    messages: list[dict[str, Any]] = [
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {
            "id": 2,
            "method": "tools/call",
            "params": {"name": "generate_policy", "arguments": {"paths": ["full"]}},
        },
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.server.fake_analysis", "mcp"],
        cwd=workspace,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
            "PYTHONUNBUFFERED": "",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    process.stdin.write("this is not JSON\n")
    for message in messages:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    process.stdin.flush()
    lines: list[str] = []
    while not any('"id":2' in line for line in lines):
        line = process.stdout.readline()
        assert line, "the server ended early"
        lines.append(line)
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    for line in [*lines, *rest.splitlines()]:
        assert json.loads(line)["jsonrpc"] == "2.0"
    assert "stray print" in errors


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_while_it_waits(workspace: Path, end: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.server.fake_analysis", "mcp"],
        cwd=workspace,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
            "PYTHONUNBUFFERED": "",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    process.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(end)
    process.communicate(timeout=10)
    assert process.returncode == -end


@asynccontextmanager
async def http_server(cwd: Path, *arguments: str) -> AsyncIterator[str]:
    """The URL of a server that listens on a free port."""
    process = await anyio.open_process(
        [
            sys.executable,
            "-m",
            "tests.server.fake_analysis",
            "mcp",
            "--transport",
            "http",
            "--port",
            "0",
            *arguments,
        ],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])},
        stdout=subprocess.DEVNULL,
    )
    try:
        assert process.stderr
        line = (await process.stderr.receive()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        await process.aclose()


async def test_http_serves_the_same_and_refuses_foreign_hosts(workspace: Path, tmp_path: Path) -> None:
    async with http_server(workspace) as url:

        async def list_roots(context: Any) -> ListRootsResult:
            return ListRootsResult(roots=[Root(uri=tmp_path.as_uri())])  # type: ignore[arg-type]

        async with Client(url, list_roots_callback=list_roots, read_timeout_seconds=60) as client:
            assert not (await client.call_tool("generate_policy", {"paths": ["full"]})).is_error
            # What an HTTP client calls its roots widens nothing.
            outside = await client.call_tool("generate_policy", {"paths": [str(tmp_path / "outside")]})
            assert "outside the workspace" in error(outside)
        async with httpx.AsyncClient(trust_env=False) as http:
            body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            accept = {"Accept": "application/json, text/event-stream"}
            foreign = await http.post(url, json=body, headers={**accept, "Host": "evil.example"})
            assert foreign.status_code == 421
            page = await http.post(url, json=body, headers={**accept, "Origin": "http://evil.example"})
            assert page.status_code == 403


async def test_a_request_has_its_time(workspace: Path) -> None:
    async with connect(workspace, seconds=1.5) as client:
        late = await client.call_tool("generate_policy", {"paths": ["slow"]})
        assert "there was no time to look at all files" in error(late)
        stuck = await client.call_tool("generate_policy", {"paths": ["stuck"]})
        assert "took longer than 2.25 seconds" in error(stuck)
        assert not (await client.call_tool("generate_policy", {"paths": ["full"]})).is_error


async def test_what_is_known_in_time_is_the_answer(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"program{number}.py").write_text(
            "import boto3\n\n\ndef run(event):\n"
            + "".join(
                f"    boto3.client('s3').get_object(Bucket='b', Key='k{line}')\n" for line in range(200)
            )
        )
    async with connect_to_process(tmp_path, "--timeout", "1", module="policywright.server.cli") as client:
        result = await client.call_tool("generate_policy", {"paths": ["."]})
        if result.is_error:
            assert "there was no time" in error(result) or "took longer" in error(result)
        else:
            assert result.structured_content is not None
            late = [one for one in result.structured_content["unresolved"] if "no time left" in one["detail"]]
            skipped = [
                one for one in result.structured_content["files"]["skipped"] if one["code"] == "budget"
            ]
            assert late or skipped
        # Free for the next one, for which a second is not enough on a machine that is busy.
        for _ in range(30):
            small = await client.call_tool("generate_policy", {"paths": ["program1.py"]})
            if not small.is_error:
                break
        assert not small.is_error


async def test_a_defect_is_one_line(workspace: Path) -> None:
    async with connect(workspace) as client:
        message = error(await client.call_tool("generate_policy", {"paths": ["crash"]}))
    assert "ZeroDivisionError" in message
    assert "secret" not in message
