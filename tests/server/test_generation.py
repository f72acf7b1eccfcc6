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
