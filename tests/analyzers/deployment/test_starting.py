"""Commands that start others: what is started is asked for, and what is put into it is not known."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Deployed, Options, deploy


@pytest.mark.parametrize(
    ("command", "bucket"),
    [
        ("chamber exec app -- aws s3 ls s3://it", "it"),
        ("doppler run -- aws s3 ls s3://it", "it"),
        ("aws-vault exec -- aws s3 ls s3://it", "it"),
        ("find . -name x -exec aws s3 ls s3://it \\;", "it"),
        ("find . -name x -exec echo {} \\; -exec aws s3 ls s3://it-{} +", "it-*"),
        ("ls | xargs -I% aws s3 ls s3://it-%", "it-*"),
        ("ls | xargs -I {} aws s3 ls s3://{}", "*"),
        ('eval "aws s3 ls s3://it"', "it"),
        ("trap 'aws s3 ls s3://it' EXIT", "it"),
    ],
)
def test_what_is_started_is_asked_for(command: str, bucket: str, tmp_path: Path) -> None:
    found = found_in(command, tmp_path)
    texts = {f"{action} on {text}" for action, text in granted(found.analysis.policies, Options().place)}
    assert f"s3:ListBucket on arn:aws:s3:::{bucket}" in texts


def test_what_xargs_adds_is_not_known(tmp_path: Path) -> None:
    found = found_in("echo s3://it | xargs aws s3 rm", tmp_path)
    texts = {f"{action} on {text}" for action, text in granted(found.analysis.policies, Options().place)}
    assert "s3:DeleteObject on arn:aws:s3:::*/*" in texts or found.analysis.unresolved


@pytest.mark.parametrize("command", ["export $(aws s3 ls s3://it)", "declare -x $(aws s3 ls s3://it)"])
def test_what_is_exported_is_no_program(command: str, tmp_path: Path) -> None:
    found = found_in(command, tmp_path)
    assert found.analysis.policies and not found.analysis.unresolved


def found_in(command: str, tmp_path: Path) -> Deployed:
    written = f"deploy:\n  script:\n    - |\n      {command}\n"
    (tmp_path / ".gitlab-ci.yml").write_text(written, encoding="utf-8")
    return deploy([tmp_path], Options())


@pytest.mark.parametrize(
    ("command", "services"),
    [
        ("chamber exec app db -- ./run", {"app", "db"}),
        ("chamber read app key", {"app"}),
        ("chamber export $SERVICE", {"*"}),
        ("chamber exec -- ./run", {"*"}),
    ],
)
def test_chamber_reads_the_services_that_it_is_told(command: str, services: set[str], tmp_path: Path) -> None:
    found = found_in(command, tmp_path)
    texts = {
        text
        for action, text in granted(found.analysis.policies, Options().place)
        if action == "ssm:GetParameters"
    }
    known = {f"arn:aws:ssm:*:*:parameter/{one}{end}" for one in services - {"*"} for end in ("", "/*")}
    assert texts == (known or {"arn:aws:ssm:*:*:parameter/*"})
