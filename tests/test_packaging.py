"""What makes the project ready to use elsewhere: images, hooks, actions, plugins. Run as far as that goes here."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from mcp import Client, StdioServerParameters
from tests.image import copy_context

from policywright.server import __version__
from policywright.server.mcp_tools import build_tools

PROJECT = Path(__file__).parent.parent
_BUILT = build_tools()
TOOLS = {tool.name for tool in _BUILT}
READING = {tool.name for tool in _BUILT if tool.annotations is not None and tool.annotations.read_only_hint}


def load(name: str) -> Any:
    text = (PROJECT / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


@pytest.fixture
def on_path(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``policywright`` is this checkout."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "policywright"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policywright.server.cli "$@"\n')
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}


def test_the_image_is_built_from_what_its_ignore_file_lets_through(tmp_path: Path) -> None:
    copy_context(tmp_path)
    assert not (tmp_path / "tests").exists()
    # What the build hook and the metadata name.
    check = "import native.build, native.expand; from policywright.knowledge.generator import __main__"
    path = os.pathsep.join(str(tmp_path / part) for part in ("", "server", "analyzers", "knowledge"))
    subprocess.run(
        [sys.executable, "-c", check], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, check=True
    )
    project = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    for name in (
        *re.findall(r'license-files = \["(\w+)", "(\w+)"\]', project)[0],
        "README.md",
        "hatch_build.py",
    ):
        assert (tmp_path / name).is_file(), name


def test_the_action_checks_and_writes_what_it_uploads(tmp_path: Path, on_path: dict[str, str]) -> None:
    steps = {step.get("id") or step.get("name"): step for step in load("action.yml")["runs"]["steps"]}
    output = tmp_path / "output"
    environment = {
        **on_path, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(output),
        "CHECKED": "examples/shop-sam", "FAIL_ON": "missing unused",
    }  # fmt: skip
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
    result = subprocess.run(
        [*shell, steps["check"]["run"]],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "::error file=examples/shop-sam/template.yaml,line=70" in result.stdout
    found = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert found["status"] == "1"
    assert json.loads(Path(found["sarif"]).read_text())["runs"][0]["results"]
    assert "+++ b/examples/shop-sam/template.yaml" in (tmp_path / "policywright.diff").read_text()
    assert "4 roles checked, 5 findings" in (tmp_path / "policywright.txt").read_text()
    # A function that looks into the workspace alone does not see a file beside it.
    assert not any("hashFiles" in str(step.get("if")) for step in steps.values())
    output.write_text("")
    refused = {**environment, "FAIL_ON": "nothing", "RUNNER_TEMP": str(tmp_path / "bin")}
    subprocess.run([*shell, steps["check"]["run"]], cwd=PROJECT, env=refused, capture_output=True, check=True)
    assert output.read_text().splitlines() == ["status=2"]
    ended = subprocess.run([*shell, steps["Outcome"]["run"]], env={**environment, "STATUS": "1"}, check=False)
    assert ended.returncode == 1
    # Nothing of an event is put into a script, where it would be run.
    for step in steps.values():
        assert "${{" not in step.get("run", "")


def test_the_comment_is_made_once_and_then_changed(tmp_path: Path, on_path: dict[str, str]) -> None:
    (step,) = [
        one for one in load("action.yml")["runs"]["steps"] if one.get("name", "").startswith("Comment")
    ]
    calls = tmp_path / "calls"
    known = tmp_path / "known"
    stub = tmp_path / "bin" / "gh"
    stub.write_text(
        f'#!/bin/sh\necho "$@" >> {calls}\ncase "$*" in *--paginate*) cat {known} 2>/dev/null;; esac\nexit 0\n'
    )
    stub.chmod(0o755)
    (tmp_path / "policywright.diff").write_text("# Fn\n--- a/t.yaml\n+++ b/t.yaml\n@@ -1 +1 @@\n-a\n+b\n")
    environment = {**on_path, "RUNNER_TEMP": str(tmp_path), "GITHUB_REPOSITORY": "o/r", "NUMBER": "7"}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    subprocess.run(shell, env=environment, check=True)
    assert "+++ b/t.yaml" in (tmp_path / "comment.md").read_text()
    (tmp_path / "policywright.diff").unlink()
    (tmp_path / "policywright.txt").write_text("nothing could be checked: no template was found\n")
    known.write_text("42\n")
    subprocess.run(shell, env=environment, check=True)
    # Nothing to change is not said where nothing was seen.
    assert "nothing could be checked: no template" in (tmp_path / "comment.md").read_text()
    written = [line for line in calls.read_text().splitlines() if "--paginate" not in line]
    assert [line.split(" -F ")[0] for line in written] == [
        "api --silent repos/o/r/issues/7/comments",
        "api --silent -X PATCH repos/o/r/issues/comments/42",
    ]


def test_the_pre_commit_hook_is_our_command(on_path: dict[str, str]) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    (used,) = load("examples/ci/pre-commit-config.yaml")["repos"]
    assert [one["id"] for one in used["hooks"]] == [hook["id"]]
    command = [*hook["entry"].split(), *hook["args"]]
    result = subprocess.run(
        command, cwd=PROJECT / "examples/shop-sam", env=on_path, capture_output=True, check=False
    )
    assert result.returncode == 1
    assert b"CreateOrder lacks sqs:SendMessage" in result.stdout


@pytest.mark.parametrize(
    "name", ["packaging/claude-code/.claude-plugin/plugin.json", "packaging/kiro/mcp.json"]
)
async def test_clients_start_the_server(name: str, on_path: dict[str, str]) -> None:
    server = load(name)["mcpServers"]["policywright"]
    start = StdioServerParameters(command=server["command"], args=server["args"], env=on_path, cwd=PROJECT)
    async with Client(start, read_timeout_seconds=60) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} >= TOOLS
    assert set(server.get("autoApprove", READING)) == READING


def test_what_runs_without_a_question_is_what_only_reads() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    (approved,) = re.findall(r'"autoApprove": (\[.*\])', text)
    assert set(json.loads(approved)) == set(re.findall(r'"mcp__policywright__(\w+)"', text)) == READING
    assert set(re.findall(r"^\| `(\w+_\w+)` \|", text, re.MULTILINE)) == TOOLS


def linked() -> dict[str, dict[str, Any]]:
    """What the README's links to install the server hand to an editor."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    found = {}
    for link in re.findall(r"\]\((https://(?:cursor\.com|insiders\.vscode\.dev)/[^)]+)\)", text):
        query = parse_qs(urlsplit(link).query)
        if "config" in query:
            found["Cursor"] = {"name": query["name"][0], **json.loads(base64.b64decode(query["config"][0]))}
        else:
            scheme, _, config = query["url"][0].partition("?")
            assert scheme == "vscode:mcp/install"
            found["VS Code"] = json.loads(unquote(config))
    return found


@pytest.mark.parametrize("editor", ["Cursor", "VS Code"])
async def test_links_install_what_starts(editor: str, on_path: dict[str, str]) -> None:
    server = linked()[editor]
    assert server["name"] == "policywright"
    start = StdioServerParameters(command=server["command"], args=server["args"], env=on_path, cwd=PROJECT)
    async with Client(start, read_timeout_seconds=60) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} >= TOOLS


def test_the_registry_finds_the_package() -> None:
    """It looks for the server's name in the package's description, and has no room for a longer sentence."""
    server = load("packaging/mcp-registry/server.json")
    assert f"mcp-name: {server['name']} " in (PROJECT / "README.md").read_text(encoding="utf-8")
    assert {server["version"], *(package["version"] for package in server["packages"])} == {__version__}
    assert len(server["description"]) <= 100
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", server["name"])


def test_the_plugin_is_whole() -> None:
    (listed,) = load(".claude-plugin/marketplace.json")["plugins"]
    plugin = PROJECT / listed["source"]
    described = load(f"{listed['source']}/.claude-plugin/plugin.json")
    assert (described["name"], described["version"]) == (listed["name"], __version__)
    (skill,) = plugin.glob("skills/*/SKILL.md")
    _, head, body = skill.read_text(encoding="utf-8").split("---\n", 2)
    assert yaml.safe_load(head)["name"] == skill.parent.name
    assert len(yaml.safe_load(head)["description"]) <= 1024
    for text in (body, (PROJECT / "packaging/kiro/POWER.md").read_text(encoding="utf-8")):
        assert {found for found in re.findall(r"`(\w+_(?:policy|denied|iam))`", text)} == TOOLS


def test_nothing_installs_a_name_that_is_not_ours() -> None:
    """Until there is a release: from the checkout, or from where the repository is."""
    for path in (
        *(PROJECT / "examples/ci").iterdir(),
        *(PROJECT / "packaging").rglob("*"),
        PROJECT / "README.md",
    ):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                r"(?:pip install|uvx|pipx install|pipx run) (?:-\S+ )*policywright\b", text
            ), path
            assert "additional_dependencies" not in text


def test_actions_of_others_are_those_that_were_read() -> None:
    """A tag may be moved: what runs beside our tokens is a commit, with the version that it was."""
    files = [PROJECT / "action.yml", *sorted((PROJECT / ".github" / "workflows").glob("*.yml"))]
    used = [
        line for path in files for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line
    ]
    assert len(used) > 10
    assert [
        line for line in used if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)
    ] == []


def test_what_a_release_builds_is_what_the_project_supports() -> None:
    """A wheel for each Python that the project names, and the checks that each is worth something."""
    import tomllib

    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {
        found[1].replace(".", "")
        for line in project["project"]["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line))
    }
    wheels = project["tool"]["cibuildwheel"]
    assert {f"cp{version}-*" for version in named} == set(wheels["build"])
    assert wheels["environment"] == {"POLICYWRIGHT_COMPILE": "1"}
    jobs = load(".github/workflows/release.yml")["jobs"]
    assert set(jobs["publish"]["needs"]) == {"plain", "compiled"}
    # No token lies about: PyPI trusts the workflow, and only a tag publishes.
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    for name in ("publish", "image"):
        assert jobs[name]["if"] == "startsWith(github.ref, 'refs/tags/v')"
