"""Which script of a project a path means, and with which variables it is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.commands import scripts
from policywright.analyzers.commands.variables import SET, Variables, set_in
from policywright.analyzers.kept import Kept
from policywright.analyzers.source import SourceFile
from policywright.knowledge.values import HERE, Const, Hole, OneOf, Text, Value

THERE = ("run.sh", "app/run.sh", "app/scripts/run.sh", "other/tool.sh", "a/two.sh", "b/two.sh")
UNKNOWN = Hole(kind="unknown")


def files(*names: str) -> scripts.Files:
    """A project of scripts."""
    made = {name: SourceFile(name, Path(name), b"#!/bin/sh\n") for name in names}

    def ending(path: str) -> list[SourceFile]:
        return [one for name, one in made.items() if f"/{name}".endswith(f"/{path}")]

    return scripts.Files(made.get, ending)


@pytest.mark.parametrize(
    ("word", "moved", "found", "sure"),
    [
        (Const("./scripts/run.sh"), False, ["app/scripts/run.sh"], True),
        (Const("../run.sh"), False, ["app/run.sh", "run.sh"], True),
        (Const("run.sh"), True, ["run.sh", "app/run.sh", "app/scripts/run.sh"], True),
        (Const("two.sh"), False, ["a/two.sh", "b/two.sh"], True),
        (Const("missing.sh"), False, [], True),
        (Const("/usr/local/bin/tool.sh"), False, ["other/tool.sh"], False),
        (Const("/var/task/app/scripts/run.sh"), False, ["app/scripts/run.sh"], True),
        (Const("/opt/tool.sh"), False, ["other/tool.sh"], True),
        (Text((HERE, "run.sh")), True, ["app/run.sh", "run.sh"], True),
        (Text((HERE, "/../scripts/run.sh")), False, ["app/scripts/run.sh"], True),
        (Text((UNKNOWN, "/tool.sh")), False, ["other/tool.sh"], False),
        (Text((UNKNOWN, "tool.sh")), False, [], False),
        (Text(("other/", UNKNOWN)), False, [], False),
    ],
)
def test_a_path_means_scripts(word: Value, moved: bool, found: list[str], sure: bool) -> None:
    others, certain = scripts.located(files(*THERE), word, "app", moved=moved)
    assert [one.name for one in others] == found
    assert certain is sure


def test_a_script_that_is_no_shell_script_is_none() -> None:
    made = SourceFile("tool", Path("tool"), b"#!/usr/bin/env python3\n")
    there = scripts.Files({"tool": made}.get, lambda path: ())
    assert scripts.located(there, Const("./tool"), "", moved=False) == ((), True)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (b'os.environ["A"] = x', ["A"]),
        (b'os.environ.setdefault("A", x)', ["A"]),
        (b"process.env.A = x; process.env['B'] = y", ["A", "B"]),
        (b'os.Setenv("A", x)', ["A"]),
        (b'cmd.Env = append(os.Environ(), "A="+x)', ["A"]),
        (b'builder.environment().put("A", x)', ["A"]),
        (b"os.environ.update(x)", None),
        (b"os.environ[name] = x", None),
        (b'builder.environment().putAll(x); y("A")', None),
        (b'x = os.environ["A"]', []),
        (b"if (process.env.A == x) {}", []),
    ],
)
def test_code_sets_variables(code: bytes, names: list[str] | None) -> None:
    found = set_in(code)
    assert found == Variables(others=SET) if names is None else [name for name, _ in found.given] == names


def test_a_variable_is_what_it_is_set_to() -> None:
    word = OneOf((Const("x"), Text(("s3://", Hole(kind="env", name="A"), "/", Hole(kind="env", name="B")))))
    given = Variables((("A", Const("told")),))
    assert given.put_in(word) == OneOf((Const("x"), Text(("s3://told/", Hole(kind="env", name="B")))))
    unset = Variables((("A", Const("")),))
    fallback = Text(("s3://", Hole(kind="env", name="A", fallback="dev")))
    assert unset.put_in(fallback) == Const("s3://dev")


PROGRAM = (
    'import subprocess\nimport boto3\nboto3.client("s3").list_buckets()\nsubprocess.run(["bash", "run.sh"])\n'
)


def test_what_is_kept_of_a_program_is_not_older_than_its_scripts(tmp_path: Path) -> None:
    kept = Kept()

    def actions() -> set[str]:
        found = analyse([tmp_path], Options(kept=kept))
        return {grant.action for policy in found.policies for grant in policy.grants}

    (tmp_path / "app.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "run.sh").write_text("aws sqs list-queues\n", "utf-8")
    assert actions() == {"s3:ListAllMyBuckets", "sqs:ListQueues"}
    (tmp_path / "run.sh").write_text("aws sns list-topics\n", "utf-8")
    assert actions() == {"s3:ListAllMyBuckets", "sns:ListTopics"}
    (tmp_path / "run.sh").unlink()
    assert actions() == {"s3:ListAllMyBuckets"}


def test_a_script_around_what_is_asked_about_is_read_anew(tmp_path: Path) -> None:
    kept = Kept()
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "app.py").write_text(PROGRAM, "utf-8")
    for command, action in (("sqs list-queues", "sqs:ListQueues"), ("sns list-topics", "sns:ListTopics")):
        (tmp_path / "run.sh").write_text(f"aws {command}\n", "utf-8")
        found = analyse([tmp_path / "app"], Options(kept=kept))
        actions = {grant.action for policy in found.policies for grant in policy.grants}
        assert actions == {"s3:ListAllMyBuckets", action}


def test_a_program_that_only_starts_a_script_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('import subprocess\nsubprocess.run(["./run.sh"])\n', "utf-8")
    (tmp_path / "run.sh").write_text("#!/bin/sh\naws sqs list-queues\n", "utf-8")
    found = analyse([tmp_path], Options())
    assert [grant.action for policy in found.policies for grant in policy.grants] == ["sqs:ListQueues"]
