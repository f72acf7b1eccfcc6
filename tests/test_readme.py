"""The README is tested by running it: every command in a ``console run`` block must work as it stands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(info: str) -> Iterator[str]:
    for block in _BLOCK.finditer(README):
        if block["info"] == info:
            yield block["body"]


def _transcripts() -> list[tuple[str, tuple[str, ...]]]:
    """Every command, with the lines of output that the README shows for it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for body in _blocks("console run"):
        for line in body.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), ()))
            elif line != "...":
                command, shown = found.pop()
                found.append((command, (*shown, line)))
    return found


def _runnable(command: str) -> str:
    """The command itself; for ``make demo``, what its recipe runs."""
    if command != "make demo":
        return command
    recipe = re.search(r"^demo:.*\n((?:\t@.*\n)+)", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert recipe
    lines = [line.removeprefix("\t@$(BIN)/") for line in recipe[1].splitlines()]
    return " && ".join(lines)


def _make_targets() -> list[str]:
    commands = [command.split() for command, _ in _transcripts()]
    return [word for command in commands if command[0] == "make" for word in command[1:]]


@pytest.fixture(scope="module")
def path_with_command(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which ``policywright`` is this checkout, run by this Python."""
    directory = tmp_path_factory.mktemp("bin")
    script = directory / "policywright"
    script.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m policywright.server.cli "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    return os.pathsep.join([str(directory), os.environ["PATH"]])


RUNNABLE = [
    (_runnable(command), shown)
    for command, shown in _transcripts()
    if not _runnable(command).startswith("make ")
]


@pytest.mark.parametrize(("command", "shown"), RUNNABLE, ids=[command for command, _ in RUNNABLE])
def test_command_works_and_prints_what_the_readme_shows(
    command: str, shown: tuple[str, ...], path_with_command: str
) -> None:
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=PROJECT,
        env={**os.environ, "PATH": path_with_command},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    printed = iter(result.stdout.splitlines())
    for line in shown:
        assert line in printed, f"not printed, or in another order: {line}"
    assert result.stdout.strip()


@pytest.mark.parametrize("target", _make_targets())
def test_make_target_is_run_by_ci(target: str) -> None:
    ci = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(rf"^make .*\b{target}\b", ci, re.MULTILINE)


@pytest.mark.parametrize("body", list(_blocks("json")))
def test_configurations_are_json_that_starts_the_server(body: str) -> None:
    configuration = json.loads(body)
    ((_, servers),) = configuration.items()
    server = servers["policywright"]
    assert server["args"][-1] in ("mcp", "policywright")


def test_what_may_be_approved_by_itself_only_reads() -> None:
    from policywright.server.mcp_tools import build_tools

    reading = {tool.name for tool in build_tools() if tool.annotations and tool.annotations.read_only_hint}
    (listed,) = re.findall(r'"autoApprove": (\[[^\]]*\])', README)
    assert set(json.loads(listed)) == reading
    assert set(re.findall(r"mcp__policywright__(\w+)", README)) == reading
    tabled = set(re.findall(r"^\| `(\w+_\w+)` \| ", README, re.MULTILINE))
    assert tabled == {tool.name for tool in build_tools()}


def test_links_lead_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (PROJECT / page).read_text(encoding="utf-8")):
            assert target.startswith("https://") or (PROJECT / target).exists(), target


def test_documented_paths_exist() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([a-z_]+/[^`<>]*)`", text):
        assert (PROJECT / name).exists(), name


def test_exit_statuses_and_formats_are_those_of_the_program() -> None:
    from policywright.server.errors import Exit
    from policywright.server.rendering import FORMATS

    table = dict(re.findall(r"^\| (\d) \| (.+) \|$", README, re.MULTILINE))
    assert {int(status) for status in table} == {status.value for status in Exit if status < 100}
    assert tuple(re.findall(r"^\| `([a-z][a-z-]*)` \| ", README, re.MULTILINE)) == FORMATS
