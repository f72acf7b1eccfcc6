"""An option that changes nothing of the result says so in one line: every option of every command that has a result.

Each is given beside several others, and the result is compared with the one without it; a usual run gives each beside
one in six of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.server import command
from tests.shares import some

from policywright.server.commands.idle import IDLE
from policywright.server.parser import build_parser

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
BESIDE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "generate": (
        ("examples/file-to-queue",),
        ("examples/shop-sam",),
        ("examples/shop-sam", "--format", "policy"),
        ("examples/shop-sam", "--format", "html"),
        ("examples/shop-sam", "--no-infra"),
        ("examples/shop-sam", "--against", "POLICY"),
        ("examples/shop-sam", "--entry", "examples/shop-sam/fulfil/app.py"),
    ),
    "check": (
        ("examples/shop-sam",),
        ("examples/shop-sam", "--no-infra"),
        ("examples/shop-sam", "--against", "POLICY"),
    ),
    "deploy": (("examples/shop-sam",), ("examples/reports-terraform", "--tool", "terraform")),
}
VALUES: Mapping[str, tuple[str, ...]] = {
    "--account": ("210987654321",),
    "--against": ("POLICY",),
    "--boundary": ("arn:aws:iam::123456789012:policy/apps",),
    "--color": ("always",),
    "--entry": ("examples/shop-sam/fulfil/app.py",),
    "--exclude": ("nothing-of-the-kind/",),
    "--infra": ("examples/reports-terraform",),
    "--partition": ("aws-cn",),
    "--phase": ("plan",),
    "--profile": ("somebody",),
    "--region": ("eu-west-1",),
    "--role": ("Fulfil",),
    "--stack-name": ("till",),
    "--tool": ("sam",),
}
"""What an option is given; those without a row are flags."""
ELSEWHERE: Mapping[str, str] = {
    "--baseline": "leaves alone what is there, whatever that is",
    "--deployment": "asks about other roles; an error without a policy",
    "--fail-on": "changes the exit status",
    "--format": "changes the form, not what is said",
    "--help": "is all that there is",
    "--offline": "says itself that it changes nothing",
    "--output": "changes where the result goes",
    "--quiet": "is about standard error",
    "--synth": "runs the application",
    "--unused": "changes the exit status",
    "--write-baseline": "writes a file",
}
"""Options that are not about the result, or not tried here."""
SAME: Mapping[tuple[str, str], str] = {
    **dict.fromkeys(
        (("check", one) for one in ("--region", "--account", "--partition")), "templates say it in references"
    ),
    ("generate", "--keep-templates"): "no policy is given by name that grants more of the same",
    ("generate", "--no-keep-templates"): "the same",
    ("check", "--keep-templates"): "the same",
    ("check", "--no-keep-templates"): "the same",
    ("deploy", "--tool"): "nothing else deploys it",
    **dict.fromkeys(
        (("deploy", one) for one in ("--region", "--account")),
        "they are for what says none, and a pipeline says both",
    ),
    ("generate", "--no-infra"): "there is no template, or none is looked at",
    ("check", "--no-infra"): "the policy named is all that is compared with",
}
"""What may change nothing with these examples, where a word about it would be wrong or of no use."""


@cache
def options(name: str) -> tuple[str, ...]:
    """The long options of a command."""
    (commands,) = [one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction)]
    found = (
        max(one.option_strings, key=len) for one in commands.choices[name]._actions if one.option_strings
    )
    return tuple(sorted(found))


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("policy") / "policy.json"
    path.write_text(json.dumps(POLICY))
    return str(path)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        pytest.param(name, one, id=f"{name} {' '.join(one)}")
        for name, every in BESIDE.items()
        for one in every
    ],
)
def test_what_changes_nothing_is_said(name: str, beside: tuple[str, ...], policy: str, project: Path) -> None:
    def ran(*more: str) -> tuple[str, str]:
        given = [policy if one == "POLICY" else one for one in (*beside, *more)]
        result = command.run(name, *given, cwd=project)
        return result.stdout, result.stderr

    plain, before = ran()
    silent = []
    for option in some(f"{name} {beside}", options(name), 6):
        if option in ELSEWHERE or option in beside or (name, option) in SAME:
            continue
        result, errors = ran(option, *VALUES.get(option, ()))
        if result == plain and option not in errors.replace(before, ""):
            silent.append(option)
    assert silent == []


def test_every_row_is_of_an_option() -> None:
    for name, rows in IDLE.items():
        for given, why, _ in rows:
            assert {f"--{one}" for one in given} <= set(options(name)), name
            assert why[0].islower() or why.startswith(("--", "Terraform")), why


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ("generate", "examples/shop-sam", "--profile", "p"),
            "--profile has no effect: it is for --against ARN",
        ),
        (("apply", "examples/shop-sam", "--undo", "--role", "Fulfil"), "--role has no effect: with --undo"),
        (("fix", "--all-actions", "--undo"), "--all-actions has no effect: with --undo"),
        (("fix", "--all-actions", "Access Denied"), "--all-actions needs the code: give --code PATH"),
        (
            ("check", "examples/shop-sam", "--exclude", "none/", "--exclude", "fulfil/"),
            "--exclude 'none/': nothing",
        ),
    ],
)
def test_it_is_one_line(given: tuple[str, ...], said: str, project: Path, tmp_path: Path) -> None:
    errors = command.run(*given, cwd=project, XDG_STATE_HOME=str(tmp_path)).stderr
    assert sum(said in line for line in errors.splitlines()) == 1
    assert "fulfil/'" not in errors
    quiet = given if given[0] == "fix" else (*given, "--quiet")
    assert (
        given[0] == "fix" or said not in command.run(*quiet, cwd=project, XDG_STATE_HOME=str(tmp_path)).stderr
    )


def test_what_imports_lead_to_is_excluded_as_well(tmp_path: Path) -> None:
    """A module of the project outside of what is asked about: left out, and then no pattern of nothing."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "shared").mkdir()
    put = "import boto3\n\n\ndef put():\n    boto3.client('s3').put_object(Bucket='b', Key='k')\n"
    (tmp_path / "shared" / "store.py").write_text(put)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.py").write_text(
        "import boto3\nfrom shared.store import put\n\nboto3.client('sqs').list_queues()\nput()\n"
    )
    assert "s3:PutObject" in command.run("generate", "shop", cwd=tmp_path).stdout
    for pattern in ("shared/", "shared/store.py", "store.*"):
        result = command.run("generate", "shop", "--exclude", pattern, cwd=tmp_path)
        assert "s3:PutObject" not in result.stdout and "sqs:ListQueues" in result.stdout, pattern
        assert result.stderr == "", pattern
    assert (
        "nothing in the project" in command.run("generate", "shop", "--exclude", "none/", cwd=tmp_path).stderr
    )
