"""Requests as the command line and the MCP server make them, on the real analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.server.errors import UserError
from policywright.server.generation import entry_name, generate, render_settings
from policywright.server.report import build_report
from policywright.server.request import Request

APP = """\
import os
import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket=os.environ["BUCKET"], Key="a", Body=b"")


def other():
    s3.delete_bucket(Bucket="b")
"""


@pytest.fixture
def application(tmp_path: Path) -> Path:
    source = tmp_path / "src"
    source.mkdir()
    (source / "app.py").write_text(APP)
    return tmp_path


def actions(request: Request) -> list[str]:
    report = build_report(generate(request), render_settings(request, explain=False))
    return [grant["action"] for grant in report["grants"]]


def test_everything_by_default(application: Path) -> None:
    assert actions(Request(paths=(application,))) == ["s3:DeleteBucket", "s3:PutObject"]


@pytest.mark.parametrize("entry", ["src/app.py:handler", "app.py:handler", "./src/app.py:handler"])
@pytest.mark.parametrize("path", [".", "src", "src/app.py"])
def test_entries_are_named_from_where_the_user_is(
    application: Path, monkeypatch: pytest.MonkeyPatch, entry: str, path: str
) -> None:
    monkeypatch.chdir(application)
    assert actions(Request(paths=(Path(path),), entries=(entry,))) == ["s3:PutObject"]


def test_an_entry_that_is_no_file_stays_as_it_is(application: Path) -> None:
    request = Request(paths=(application,), base=application)
    assert entry_name("nowhere.py:main", request) == "nowhere.py:main"
    assert entry_name("src/app.py", request) == "src/app.py"
    assert entry_name("/etc/passwd:x", request) == "/etc/passwd:x"


@pytest.mark.parametrize(
    ("paths", "entries", "root", "message"),
    [
        (("nowhere",), (), None, "nowhere: no such file or directory"),
        (("src",), ("src/app.py:missing",), None, "missing"),
        (("src",), ("other.py",), None, "other.py"),
        (("src",), (), "elsewhere", "outside the root"),
    ],
)
def test_what_the_user_got_wrong_is_one_line(
    application: Path,
    monkeypatch: pytest.MonkeyPatch,
    paths: tuple[str, ...],
    entries: tuple[str, ...],
    root: str | None,
    message: str,
) -> None:
    monkeypatch.chdir(application)
    (application / "elsewhere").mkdir()
    request = Request(paths=tuple(map(Path, paths)), entries=entries, root=Path(root) if root else None)
    with pytest.raises(UserError, match=message) as caught:
        generate(request)
    assert "\n" not in str(caught.value)


def test_cancelled(application: Path) -> None:
    # Whether to stop is asked now and then, not at every step.
    many = "\n".join(
        f"def work{number}():\n    s3.get_object(Bucket='b', Key='{number}')" for number in range(5000)
    )
    (application / "src" / "many.py").write_text(f"import boto3\ns3 = boto3.client('s3')\n{many}\n")
    with pytest.raises(UserError, match="cancelled"):
        generate(Request(paths=(application,)), cancelled=lambda: True)


WORKER = """
variable "name" { type = string }
variable "role" { type = string }
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
resource "aws_lambda_function" "this" {
  function_name = var.name
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = var.role
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy" "logs" {
  name   = "logs"
  role   = reverse(split("/", var.role))[0]
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}
"""
ENVIRONMENT = """
resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "own" {
  name   = "own"
  role   = aws_iam_role.worker.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:PutObject", "s3:DeleteBucket", "sqs:*"], Resource = "*" }]
  })
}
module "worker" {
  source = "../../modules/worker"
  name   = "worker"
  role   = aws_iam_role.worker.arn
}
"""
EXAMPLE = (
    'module "worker" {\n  source = "../.."\n  name   = "example"\n  role   = "arn:aws:iam::1:role/r"\n}\n'
)


@pytest.fixture
def environments(tmp_path: Path) -> Path:
    for name, text in {
        "environments/dev/main.tf": ENVIRONMENT,
        "modules/worker/main.tf": WORKER,
        "modules/worker/src/app.py": APP,
        "modules/worker/examples/all/main.tf": EXAMPLE,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_modules_that_an_environment_calls_are_read_and_not_changed(environments: Path) -> None:
    request = Request(paths=(environments / "environments" / "dev",), base=environments)
    found = generate(request).infrastructure
    assert found is not None
    (diff,) = found.roles
    assert diff.needs.id == "aws_iam_role.worker" and [one.id for one in diff.needs.workloads] == [
        "module.worker.aws_lambda_function.this"
    ]
    (patch,) = [one for one in found.patches if one.before != one.after]
    assert patch.file == "environments/dev/main.tf" and "sqs:*" not in patch.after
    assert all(one.file.startswith("environments/") or one.refused for one in found.patches)


def test_nothing_is_read_above_where_names_start(environments: Path) -> None:
    place = environments / "environments" / "dev"
    found = generate(Request(paths=(place,), base=place)).infrastructure
    assert found is None or not any(diff.needs.workloads for diff in found.roles)
