"""Templates that git ignores: beside others they are what something made from those."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.model import SkipCode

CODE = "import boto3\n\ndef handler(event, context):\n    boto3.client('s3').list_buckets()\n"
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: %s}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / "template.yaml").write_text(TEMPLATE % ".")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/packaged.yaml").write_text(TEMPLATE % "..")
    return tmp_path


def read(*paths: Path, infra: tuple[Path, ...] = ()) -> tuple[list[str], list[str]]:
    """The templates with roles, and those that were left out."""
    found = analyse(paths, Options(infra=infra))
    roles = [one.attach_to.span.file for one in found.policies if one.attach_to.span is not None]
    return roles, [one.file for one in found.skipped if one.code is SkipCode.GENERATED]


@pytest.mark.parametrize("ignored", ["out/\n", "packaged.yaml\n", "/out/*\n"])
def test_a_template_that_is_built_is_left_out(project: Path, ignored: str) -> None:
    (project / ".gitignore").write_text(ignored)
    assert read(project) == (["template.yaml"], ["out/packaged.yaml"])


def test_it_is_read_when_it_is_named(project: Path) -> None:
    (project / ".gitignore").write_text("out/\n")
    named = project / "out/packaged.yaml"
    assert read(project, infra=(named,)) == (["out/packaged.yaml", "template.yaml"], [])


def test_it_is_read_where_there_is_no_other(project: Path) -> None:
    (project / ".gitignore").write_text("*.yaml\n")
    assert read(project) == (["out/packaged.yaml", "template.yaml"], [])
