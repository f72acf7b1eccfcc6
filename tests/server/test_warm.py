"""A server that stays: a second question is answered from what is known, and never from what was."""

from __future__ import annotations

import gc
import os
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import anyio
import pytest
from tests.server import made

from policywright.analyzers.analysis import Analysis
from policywright.knowledge.records import replace
from policywright.server import remembered
from policywright.server.generation import generate
from policywright.server.mcp_worker import TIDYING, in_thread
from policywright.server.remembered import MAX_REMEMBERED, Remembered, stamp_of
from policywright.server.request import Request
from policywright.server.tidying import Tidying


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test has just written count as settled; ``test_a_file_written_just_now`` is about that."""
    monkeypatch.setattr(remembered, "SETTLED_SECONDS", -1_000.0)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made.application(tmp_path / "app", 3)
    return tmp_path


def asked(root: Path, memory: Remembered, **more: object) -> Analysis:
    return generate(Request(paths=(root / "app",), base=root, root=root, remembered=memory, **more))  # type: ignore[arg-type]


def actions(analysis: Analysis) -> set[str]:
    return {grant.action for policy in analysis.policies for grant in policy.grants}


def test_the_same_question_is_answered_from_what_is_known(project: Path) -> None:
    memory = Remembered()
    first = asked(project, memory)
    assert asked(project, memory) is first
    assert memory.used == 1
    role = asked(project, memory, role="Function01")
    assert memory.used == 2
    assert [policy.name for policy in role.policies] == ["Function01"]
    assert asked(project, memory, role="Function01") is role
    assert asked(project, memory, region="eu-west-1") is not first
    assert memory.used == 3


EDITS: dict[str, Callable[[Path], object]] = {
    "code": lambda root: (root / "app/function_00/app.py").write_text("import boto3\n"),
    "template": lambda root: (root / "app/template.yaml").write_text("Resources: {}\n"),
    "new file": lambda root: (root / "app/more.py").write_text("import boto3\n"),
    "gone": lambda root: (root / "app/function_01/app.py").unlink(),
    "renamed": lambda root: (root / "app/function_01").rename(root / "app/other"),
    "ignored now": lambda root: (root / "app/.gitignore").write_text("function_02/\n"),
    "manifest above": lambda root: (root / "pyproject.toml").write_text("[project]\nname = 'x'\n"),
    "lock file": lambda root: (root / "app/requirements.txt").write_text("requests\n"),
    "same size": lambda root: _same_size(root / "app/function_00/app.py"),
    "times put back": lambda root: _same_times(root / "app/function_00/app.py"),
}


def _same_size(file: Path) -> None:
    file.write_text(file.read_text().replace("put_object", "get_object"))


def _same_times(file: Path) -> None:
    before = file.stat()
    _same_size(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("name", EDITS)
def test_whatever_is_edited_is_seen(project: Path, name: str) -> None:
    memory = Remembered()
    asked(project, memory)
    time.sleep(0.05)
    EDITS[name](project)
    again = asked(project, memory)
    assert memory.used == 0
    fresh = generate(Request(paths=(project / "app",), base=project, root=project))
    assert actions(again) == actions(fresh)
    assert again.unresolved == fresh.unresolved


def test_git_may_be_asked_between_two_questions(project: Path) -> None:
    """What is tracked counts, though, and what a commit does not change stays."""
    (project / ".gitignore").write_text("/app/function_01/\n")
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    memory = Remembered()
    before = asked(project, memory)
    # As `git status` does it, which may also put what it has seen of new files into the index.
    (project / ".git" / "index.lock").touch()
    (project / ".git" / "index.lock").unlink()
    assert asked(project, memory) is before
    assert memory.used == 1
    git(project, "add", "--force", "app/function_01")
    assert asked(project, memory) is not before
    assert memory.used == 1


def git(project: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=project, check=True, capture_output=True)


def test_a_file_written_just_now_may_be_written_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "SETTLED_SECONDS", 1_000.0)
    request = Request(paths=(project / "app",), base=project, root=project)
    assert stamp_of(request) is None
    memory = Remembered()
    asked(project, memory)
    asked(project, memory)
    assert memory.used == 0


def test_so_many_are_remembered(project: Path) -> None:
    memory = Remembered()
    regions = [f"eu-west-{number}" for number in range(MAX_REMEMBERED + 1)]
    for region in regions:
        asked(project, memory, region=region)
    asked(project, memory, region=regions[0])
    assert memory.used == 0
    asked(project, memory, region=regions[-1])
    assert memory.used == 1


def test_what_an_answer_is_about_tells_requests_apart() -> None:
    from policywright.server.request import key_of

    one = Request(paths=("a",))
    same = {"kept", "remembered", "role", "parallel"}
    other = {
        "paths": ("b",), "entries": ("x",), "region": "r", "account": "a", "partition": "p",
        "include_optional": True, "base": "b", "root": "r", "exclude": ("x",), "infrastructure": False,
        "infra": ("i",), "against": "x", "profile": "p", "keep_templates": True,
    }  # fmt: skip
    assert {*same, *other} == set(Request.__slots__)
    for name, value in other.items():
        assert key_of(replace(one, **{name: value})) != key_of(one), name


async def test_what_an_evaluation_is_made_of_does_not_pile_up(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of one command lets garbage be; the server's stays, and looks for it once it has answered."""
    monkeypatch.setattr(TIDYING, "idle", 0.3)
    before = gc.get_threshold()
    gc.set_threshold(3_000_000)
    # What other tests keep is not looked through each time.
    gc.collect()
    gc.freeze()
    try:
        for number in range(2):
            (project / "app/function_00/app.py").write_text(
                f"import boto3\nboto3.client('s3').list_buckets({number})\n"
            )
            request = Request(paths=(project / "app",), base=project, root=project)
            gc.collect()
            looks = TIDYING.looks
            await in_thread(partial(generate, request))
            assert TIDYING.looks == looks
            while TIDYING.looks == looks:
                await anyio.sleep(0.05)
            assert gc.collect() == 0
    finally:
        gc.set_threshold(*before)


async def test_no_garbage_is_looked_for_while_somebody_waits() -> None:
    """Neither while a request is under way, nor between two that follow each other."""
    tidying = Tidying(lambda: end.is_set() is False, idle=0.2)
    end = threading.Event()
    tidying.soon()
    await anyio.sleep(0.5)
    assert tidying.looks == 0
    end.set()
    for _ in range(5):
        tidying.soon()
        await anyio.sleep(0.05)
    assert tidying.looks == 0
    while not tidying.looks:
        await anyio.sleep(0.05)
    await anyio.sleep(0.4)
    assert tidying.looks == 1
