"""What an analysis does not do: open a socket, start a process, load an SDK, or run any of the code it reads.

Each claim is checked in a process of its own, by an audit hook: CPython reports every socket, process, import
and compiled code object to it, whoever asks, and a hook can't be removed again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FORBIDDEN = (
    "boto3",
    "botocore",
    "s3transfer",
    "mcp",
    "httpx",
    "httpcore",
    "pydantic",
    "requests",
    "urllib3",
    "ssl",
)
"""Not loaded by ``generate``: SDKs, anything that speaks to a network, and what is slow to import."""

WATCHER = """
import json, os, sys

events = []
writes = []
compiled = []


def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.system",
                         "os.fork", "urllib.", "ctypes.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        events.append(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        writes.append(str(arguments[0]))
    elif event == "compile" and arguments[1]:
        compiled.append(str(arguments[1]))


sys.addaudithook(watch)
from policywright.server.cli import main

project, sentinel = sys.argv[1:3]
status = 0
try:
    status = main(["generate", project, *sys.argv[3:]]) or 0
except SystemExit as error:
    status = error.code or 0
print(json.dumps({
    "status": status, "events": events, "writes": writes, "compiled": compiled,
    "modules": sorted(sys.modules),
    "from_project": sorted(str(module.__file__) for module in list(sys.modules.values())
                           if str(getattr(module, "__file__", None)).startswith(project)),
    "ran": os.path.exists(sentinel),
}), file=sys.stderr)
"""

TRAP = """
import boto3

open({sentinel!r}, "w").close()


class Trap:
    def __init_subclass__(cls):
        open({sentinel!r}, "w").close()


print(f"{{open({sentinel!r}, 'w').close()}}")
boto3.client("s3").put_object(Bucket="b", Key="k", Body=open({sentinel!r}, "w"))
"""
"""Leaves the sentinel file behind if any of it runs."""


@pytest.fixture(scope="module", params=["json", "policy", "markdown", "cloudformation", "terraform"])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one ``generate`` did, for every output format; the project holds files that must not be run."""
    place = tmp_path_factory.mktemp("offline")
    project = place / "project"
    project.mkdir()
    sentinel = str(place / "ran")
    trap = TRAP.format(sentinel=sentinel)
    # Names that Python, pytest or an editor would run or import by themselves, had they been on the path.
    for name in (
        "app",
        "boto3",
        "conftest",
        "sitecustomize",
        "usercustomize",
        "setup",
        "__init__",
        "__main__",
        "json",
    ):
        (project / f"{name}.py").write_text(trap)
    (project / "coding.py").write_text(f"# coding: idna\n{trap}")
    (project / "broken.py").write_text(trap + "def f(:\n")
    (project / "evil.pth").write_text(f"import pathlib; pathlib.Path({sentinel!r}).touch()\n")
    (project / "app.ts").write_text("import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';\n")
    result = subprocess.run(
        [sys.executable, "-c", WATCHER, str(project), sentinel, "--format", request.param],
        cwd=project.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert result.returncode == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stderr.splitlines()[-1])
    assert report["status"] == 0
    assert "s3:PutObject" in result.stdout
    return {**report, "project": str(project)}


def test_no_socket_and_no_process(watched: dict[str, Any]) -> None:
    assert watched["events"] == []


def test_nothing_is_written(watched: dict[str, Any]) -> None:
    assert [path for path in watched["writes"] if path != os.devnull] == []


def test_nothing_of_the_project_is_imported_or_run(watched: dict[str, Any]) -> None:
    assert not watched["ran"]
    assert watched["from_project"] == []
    assert [name for name in watched["compiled"] if name.startswith(watched["project"])] == []


def test_no_sdk_is_loaded(watched: dict[str, Any]) -> None:
    loaded = {name.split(".")[0] for name in watched["modules"]}
    assert loaded.isdisjoint(FORBIDDEN)


def test_the_watcher_sees_what_it_looks_for(tmp_path: Path) -> None:
    """The claims above would hold of a hook that sees nothing."""
    probe = WATCHER.split("from policywright", maxsplit=1)[0] + (
        "import socket, subprocess\n"
        "socket.socket().close()\n"
        "subprocess.run([sys.executable, '-c', ''])\n"
        "open(sys.argv[1], 'w').close()\n"
        "compile('1', 'somewhere.py', 'eval')\n"
        "print(json.dumps([events, writes, compiled]))\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", probe, str(tmp_path / "file")], capture_output=True, text=True, check=True
    ).stdout
    events, writes, compiled = json.loads(output)
    assert {"socket.__new__", "subprocess.Popen"} <= set(events)
    assert writes[-1:] == [str(tmp_path / "file")]
    assert compiled[-1:] == ["somewhere.py"]
