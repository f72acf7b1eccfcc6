"""A template that can't be read is named, with its line, and ``check`` does not pass over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.server.cli import main

TEMPLATE = """\
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: app.handler
      Runtime: python3.12
"""
CODE = (
    "import boto3\n\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket='b', Key='k')\n"
)


def _link(path: Path) -> None:
    outside = path.parent.parent / "elsewhere.yaml"
    outside.write_text(TEMPLATE)
    path.symlink_to(outside)


def _with(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode())


HOSTILE: dict[str, tuple[Callable[[Path], object], int]] = {
    "tab": (_with(TEMPLATE + "\tMemorySize: 1\n"), 8),
    "nul": (_with(TEMPLATE + "    \0\n"), 8),
    "escape": (_with(TEMPLATE + "  # \x1b[2J\n"), 8),
    "two documents": (_with(TEMPLATE + "---\nResources: {}\n"), 8),
    "utf-16": (lambda path: path.write_bytes(TEMPLATE.encode("utf-16")), 1),
    "latin-1": (lambda path: path.write_bytes(TEMPLATE.encode() + b"  # caf\xe9\n"), 1),
    "deep mappings": (_with(TEMPLATE + "".join(" " * (2 + one) + "a:\n" for one in range(300))), 1),
    "deep brackets": (_with(TEMPLATE + "  A: " + "[" * 50_000 + "]" * 50_000 + "\n"), 8),
    "deep braces": (_with(TEMPLATE + "  A: " + "{a: " * 20_000 + "\n"), 8),
    "alias of itself": (_with(TEMPLATE.replace("Function:\n", "Function: &f\n    <<: *f\n")), 1),
    "alias bomb": (
        _with(TEMPLATE + "Metadata:\n  a0: &a0 [x]\n"
              + "".join(f"  a{one + 1}: &a{one + 1} [{', '.join([f'*a{one}'] * 9)}]\n" for one in range(9))),
        1,
    ),
    "link out of the project": (_link, 1),
    "link to nothing": (lambda path: path.symlink_to("nothing.yaml"), 1),
    "larger than the limit": (_with(TEMPLATE + "#" * 16_000_001), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_named_and_the_check_fails(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write, line = HOSTILE[name]
    project = tmp_path / "project"
    project.mkdir()
    write(project / "template.yaml")
    (project / "app.py").write_text(CODE)
    assert main(["check", str(project), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert f"template.yaml:{line}: " in err
    assert [(one["file"], one["line"]) for one in json.loads(out)["unresolved"]] == [("template.yaml", line)]
    # The code is analysed all the same.
    assert main(["generate", str(project), "--format", "policy"]) == 0
    out, err = capsys.readouterr()
    assert "s3:GetObject" in out
    assert f"template.yaml:{line}: " in err


def test_what_is_no_template_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "app.py").write_text(
        CODE.replace("boto3.client('s3').get_object(Bucket='b', Key='k')", "pass")
    )
    (tmp_path / "chart.yaml").write_text("a: {{ .Values.x }}\nb: \t- c\n")
    (tmp_path / "latin.json").write_bytes(b'{"name": "caf\xe9"}')
    (tmp_path / "link.yaml").symlink_to("template.yaml")
    (tmp_path / "other.template").symlink_to("template.yaml")
    assert main(["check", str(tmp_path)]) == 0
    assert "link" not in capsys.readouterr().err


def test_a_linked_part_of_a_module_is_read_and_not_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Roots that share a file by links to it, as people do with variables and versions."""
    root = tmp_path / "live"
    root.mkdir()
    (tmp_path / "shared.tf").write_text(SHARED)
    (root / "shared.tf").symlink_to("../shared.tf")
    (root / "main.tf").write_text(LIVE)
    (root / "app.py").write_text(CODE)
    assert main(["generate", str(tmp_path), "--format", "diff"]) == 0
    out, err = capsys.readouterr()
    assert "not followed" not in err
    # The bucket's name is the shared file's.
    assert "1 unchanged" in out and "s3:GetObject" not in out.partition("--- a/")[0]
    assert "not edited: " in out
    assert "it is a link to shared.tf, which other directories may share" in out
    assert "+++ b/live/shared.tf" not in out


SHARED = """\
variable "bucket" {
  default = "b"
}

resource "aws_iam_role_policy" "extra" {
  role   = aws_iam_role.read.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }]
  })
}
"""
LIVE = """\
resource "aws_iam_role" "read" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.read.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::${var.bucket}/*" }]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_file = "app.py"
  output_path = "app.zip"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = aws_iam_role.read.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
"""


def test_what_an_sdk_beside_the_code_says_of_services_is_no_template(tmp_path: Path) -> None:
    for name in (
        "layer/python/botocore/data/sqs/service-2.json",
        "layer/python/botocore/session.py",
        "data/app.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}", "utf-8")
    assert ProjectFiles.below(tmp_path).names == ("data/app.yaml", "layer/python/botocore/session.py")
