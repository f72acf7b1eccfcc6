"""What git tracks is read, whatever ``.gitignore`` names; what a user leaves out is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

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
