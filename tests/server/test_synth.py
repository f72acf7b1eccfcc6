"""``--synth``, with a ``cdk`` that leaves what the real one left; and applications that nobody has synthesised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.server.command import run
from tests.server.test_check_ci import CODE, TEMPLATE

GOLDEN = Path(__file__).parents[1] / "golden" / "infrastructure" / "cdk_python" / "project"
CDK = """#!/bin/sh
test "$1 $2" = "synth --quiet" || exit 9
{0}
"""


@pytest.fixture
def application(tmp_path: Path) -> Path:
    """An application in ``app/`` that is not synthesised; its assembly is beside it."""
    shutil.copytree(GOLDEN, tmp_path / "app")
    (tmp_path / "app" / "cdk.out").rename(tmp_path / "assembly")
    return tmp_path


def cdk(root: Path, does: str) -> None:
    file = root / "app" / "node_modules" / ".bin" / "cdk"
    file.parent.mkdir(parents=True)
    file.write_text(CDK.format(does))
    file.chmod(0o755)


def test_the_applications_own_cdk_is_run(application: Path) -> None:
    cdk(application, 'echo "Take care" >&2; cp -r ../assembly cdk.out')
    result = run("check", "app", "--synth", cwd=application)
    assert "TakeServiceRoleFCA3DF16 lacks sqs:SendMessage" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 role checked, 1 finding"
    assert result.returncode == 1


def test_what_cdk_says_last_is_said(application: Path) -> None:
    cdk(application, 'echo "Error: no such stack" >&2; exit 1')
    result = run("generate", "app", "--synth", cwd=application)
    assert result.returncode == 2
    assert result.stderr == "policywright: error: --synth: app: cdk synth failed: Error: no such stack\n"


def test_without_an_application_there_is_nothing_to_run(application: Path) -> None:
    (application / "app" / "cdk.json").unlink()
    result = run("generate", "app", "--synth", cwd=application)
    assert result.returncode == 2
    assert "no cdk.json that names an app" in result.stderr


def test_nothing_is_run_unless_that_is_asked_for(application: Path) -> None:
    cdk(application, "touch ../ran; cp -r ../assembly cdk.out")
    result = run("generate", "app", "--format", "diff", cwd=application)
    assert "is not synthesised: run `npx cdk synth`" in result.stdout
    assert not (application / "ran").exists()


def test_an_application_that_is_not_synthesised_is_not_green(application: Path) -> None:
    """However well the other templates do; what its source says is held against its code all the same."""
    shutil.rmtree(application / "assembly")
    (application / "code").mkdir()
    (application / "code" / "app.py").write_text(CODE)
    right = TEMPLATE.replace("sqs:SendMessage", "s3:GetObject")
    (application / "template.yaml").write_text(right.replace('"*"', "arn:aws:s3:::inbox/a"))
    result = run("check", ".", cwd=application)
    assert "2 roles checked, 1 finding" in result.stdout
    assert "app/app.py:19: missing-permission: TakeServiceRole lacks sqs:SendMessage" in result.stdout
    assert "app/cdk.json:1: not known: this CDK application is not synthesised" in result.stdout
    assert result.returncode == 1
