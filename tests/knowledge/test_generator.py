"""The generator: equal sources give equal bytes, and an overlay row with a slip is a build error."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TypeAlias

import pytest

from policywright.knowledge.generator import __main__ as command
from policywright.knowledge.generator import build as building
from policywright.knowledge.generator.build import build, fingerprint
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.overlay_source import read_overlay
from policywright.knowledge.generator.problems import BuildError, Problems
from policywright.knowledge.store import EMBEDDED, open_store

Sources: TypeAlias = tuple[CatalogSource, dict[str, ClientSource]]
PAGE = 'source = "https://docs.aws.amazon.com/"'


def complaints(sources: Sources, folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    problems = Problems()
    read_overlay(*sources, problems, folder)
    return problems.lines


@pytest.mark.long
def test_two_builds_are_byte_identical(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Sources
) -> None:
    """The store was built by another process, which read the packages by itself."""
    again = tmp_path / "again.sqlite"
    monkeypatch.setattr(building, "read_catalog", lambda: sources[0])
    monkeypatch.setattr(building, "read_clients", lambda *_: sources[1])
    build(again)
    assert again.read_bytes() == Path(EMBEDDED).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.sqlite"]


def test_the_embedded_file_is_what_the_sources_say() -> None:
    store = open_store(EMBEDDED)
    assert store.embedded.meta["fingerprint"] == fingerprint(), "run `make knowledge`"
    store.close()


def test_a_store_of_these_sources_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has just installed has it; another one, and none, are built."""
    made: list[Path] = []
    monkeypatch.setattr(command, "build", lambda output: made.append(output) or "")
    store, other = tmp_path / "store.sqlite", tmp_path / "other.sqlite"
    shutil.copyfile(EMBEDDED, store)
    other.write_bytes(b"no database")
    for path in (store, other, tmp_path / "none.sqlite"):
        monkeypatch.setattr(sys, "argv", ["generator", "--if-changed", str(path)])
        assert command.main() == 0
    assert made == [other, tmp_path / "none.sqlite"]


def test_a_problem_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Sources
) -> None:
    output = tmp_path / "k.sqlite"
    output.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> dict[str, object]:
        raise BuildError("s3.toml [[when]] #1: a slip")

    monkeypatch.setattr(building, "read_catalog", lambda: sources[0])
    monkeypatch.setattr(building, "read_clients", lambda *_: sources[1])
    monkeypatch.setattr(building, "read_deployments", lambda *_: {})
    monkeypatch.setattr(building, "read_overlay", refuse)
    with pytest.raises(BuildError, match=r"s3\.toml"):
        build(output)
    assert output.read_bytes() == b"old"


PUT = '[[when]]\noperation="PutObject"\naction="s3:PutObject"\n'
ROWS = {
    "unknown table": ("[[whem]]\n", "unknown table [whem]"),
    "no toml": ("[[when]\n", "not TOML"),
    "unknown key": (
        PUT + 'passt=["ACL"]\nalways=true\n',
        "'passt'",
    ),
    "unknown operation": (
        '[[when]]\noperation="PutObjekt"\naction="s3:PutObject"\nalways=true\n',
        "'PutObjekt'",
    ),
    "unknown action": (
        '[[when]]\noperation="PutObject"\naction="s3:PutObjekt"\nalways=true\n',
        "'s3:PutObjekt'",
    ),
    "misspelt action": ('[[when]]\noperation="PutObject"\naction="s3:putobject"\nalways=true\n', "is spelt"),
    "unknown member": (PUT + 'passed=["Acl"]\n', "'Acl'"),
    "nested member": (
        '[[when]]\noperation="DeleteObjects"\naction="s3:PutObject"\npassed=["Delete.X"]\n',
        "Delete.X",
    ),
    "no predicate": (PUT + "", "needs a predicate"),
    "two names": (
        '[[when]]\noperation="PutObject"\noperations=[]\naction="s3:PutObject"\nalways=true\n',
        "either",
    ),
    "bad condition": (
        PUT + 'always=true\nconditions=[["Strings","a:b",["x"]]]\n',
        "no condition operator",
    ),
    "bad verb": (
        PUT + 'partiql={member="Key",verb="Drop"}\n',
        "partiql verb",
    ),
    "bad function": (
        '[[resource]]\naction="s3:PutObject"\narn="arn:${Partition}:s3:::${lst:Bucket}"\n',
        "'lst'",
    ),
    "bad template": ('[[resource]]\naction="s3:PutObject"\narn="s3:::${Bucket}"\n', "doesn't begin"),
    "bad variable": (
        '[[resource]]\naction="s3:PutObject"\narn="arn:${Partition}:s3:::${Bukkit}"\n',
        "'Bukkit'",
    ),
    "no actions": ('[[operation]]\nname="PutObject"\n', "either actions or no_permission"),
    "both": (
        '[[operation]]\nname="PutObject"\nactions=["s3:PutObject"]\nno_permission=true\n',
        "either actions",
    ),
}


@pytest.mark.parametrize(("row", "complaint"), ROWS.values(), ids=ROWS.keys())
def test_a_slip_is_named_with_file_and_row(
    sources: Sources, tmp_path: Path, row: str, complaint: str
) -> None:
    found = complaints(sources, tmp_path, s3=row + PAGE)
    assert any(complaint in line for line in found), found
    assert all(line.startswith("s3.toml") for line in found)
    assert complaint.startswith(("unknown table", "not TOML")) or all("#1" in line for line in found)


def test_a_source_is_required(sources: Sources, tmp_path: Path) -> None:
    row = PUT + "always=true\n"
    assert complaints(sources, tmp_path, s3=row) == [
        's3.toml [[when]] #1: needs a source: an https:// page, or "botocore model"'
    ]
    assert complaints(sources, tmp_path, s3=row + PAGE) == []


def test_a_file_is_named_after_a_client(sources: Sources, tmp_path: Path) -> None:
    assert complaints(sources, tmp_path, states="") == ["states.toml: botocore has no client of this name"]


def test_generic_rows_name_no_members(sources: Sources, tmp_path: Path) -> None:
    row = f'[[when]]\naction="s3-object-lambda:*"\npassed=["Bucket"]\n{PAGE}'
    assert complaints(sources, tmp_path, _generic=row) == [
        "_generic.toml [[when]] #1: _generic.toml cannot name members"
    ]
    nothing = f'[[when]]\naction="s3:Nothing*"\nnever=true\n{PAGE}'
    assert "no action matches" in complaints(sources, tmp_path, _generic=nothing)[0]
