"""What git tracks is read, whatever ``.gitignore`` names; what a user leaves out is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.discovery import discover, excluding
from policywright.analyzers.tracked import tracked

FILES = {
    ".gitignore": "*.js\nbuild/\n",
    "lib/stack.ts": "export const a = 1;\n",
    "handlers/index.js": "exports.handler = async () => 1;\n",
    "handlers/deep/ä name.js": "exports.handler = async () => 2;\n",
    "made.js": "exports.b = 1;\n",
    "build/out.js": "exports.c = 1;\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", ".gitignore", "lib", "handlers", "build")
    return tmp_path


def git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=directory, check=True, capture_output=True)


def names(directory: Path, *excluded: str) -> list[str]:
    left_out = excluding(excluded, directory) if excluded else ()
    return [source.name for source, _ in discover([directory], excluded=left_out).files]


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_every_version_of_the_index(repository: Path, version: str) -> None:
    git(repository, "add", "-N", "-f", "made.js")
    git(repository, "update-index", "--index-version", version)
    assert tracked(str(repository)) == set(FILES)


def test_tracked_sources_are_read(repository: Path) -> None:
    assert names(repository) == ["handlers/deep/ä name.js", "handlers/index.js", "lib/stack.ts"]
    assert names(repository, "handlers/deep/") == ["handlers/index.js", "lib/stack.ts"]
    assert names(repository, "*.js") == ["lib/stack.ts"]


@pytest.mark.parametrize(
    "data",
    [b"", b"DIRC", b"DIRC\0\0\0\x02\xff\xff\xff\xff", b"DIRC\0\0\0\x04\0\0\0\x01" + b"\xff" * 99, b"x" * 200],
)
def test_a_damaged_index_is_none(repository: Path, data: bytes) -> None:
    (repository / ".git/index").write_bytes(data)
    assert tracked(str(repository)) == frozenset()
    assert names(repository) == ["lib/stack.ts"]


def test_a_link_is_not_followed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "index"
    (repository / ".git/index").rename(elsewhere)
    (repository / ".git/index").symlink_to(elsewhere)
    assert tracked(str(repository)) == frozenset()


def test_what_it_tracks_in_a_directory_that_is_named_is_read(repository: Path) -> None:
    (repository / ".gitignore").write_text("*.js\nbuild/\nlib/\n")
    (repository / "lib/own.ts").write_text("export const d = 1;\n")
    assert names(repository) == ["handlers/deep/ä name.js", "handlers/index.js", "lib/stack.ts"]


STORE = 'import boto3\n\n\ndef put():\n    boto3.client("s3").put_object(Bucket="in", Key="a", Body=b"")\n'


@pytest.mark.parametrize("asked", [".", "app.py"])
def test_without_a_repository_imports_lead_to_what_is_ignored(tmp_path: Path, asked: str) -> None:
    made = {"app.py": "from lib import store\n\nstore.put()\n", "lib/__init__.py": "", "lib/store.py": STORE}
    for name, text in {".gitignore": "lib/\n", "lib/other.py": STORE.replace("put_", "get_"), **made}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = analyse([tmp_path / asked], Options())
    assert [grant.action for policy in found.policies for grant in policy.grants] == ["s3:PutObject"]
    git(tmp_path, "init", "-q")
    assert analyse([tmp_path / asked], Options()).policies == ()


def test_what_git_leaves_out_and_python_imports_is_said(tmp_path: Path) -> None:
    """Of a module that is found by its path alone nothing else tells that it is no library."""
    sends = "import boto3\n\n\ndef send():\n    boto3.client('sns').publish(TopicArn='t', Message='')\n"
    (tmp_path / "made").mkdir()
    for name in ("made/sender.py", "secret.py", "unused.py"):
        (tmp_path / name).write_text(sends, "utf-8")
    (tmp_path / ".gitignore").write_text("made/\nsecret.py\nunused.py\n", "utf-8")
    (tmp_path / "app.py").write_text(
        "import boto3\nimport secret\nfrom made.sender import send\n\nsend()\nsecret.send()\n", "utf-8"
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    assert sorted(one.file for one in analyse([tmp_path], Options()).skipped) == [
        "made/sender.py",
        "secret.py",
    ]
