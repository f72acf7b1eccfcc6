"""What is read of a package that a project has built already."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from policywright.analyzers.infrastructure import archives
from policywright.analyzers.infrastructure.project import ProjectFiles


def unpacked(directory: Path, members: dict[str, str], name: str = "code.zip") -> list[str]:
    with zipfile.ZipFile(directory / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    files = ProjectFiles.below(directory)
    found = archives.unpacked(files, name, lambda member: member.endswith((".py", ".js")))
    assert all(files.text(one) == members[one.removeprefix(f"{name}/")] for one in found)
    return [one.removeprefix(f"{name}/") for one in found]


def test_sources_and_what_configures_them(tmp_path: Path) -> None:
    members = {
        "app.py": "1",
        "lib/b.js": "2",
        "package.json": "{}",
        "image.png": "x",
        "node_modules/c/d.js": "3",
    }
    assert unpacked(tmp_path, members) == ["app.py", "lib/b.js", "package.json"]


@pytest.mark.parametrize("name", ["../a.py", "/a.py", "x/../../a.py", "C:/a.py", "./a.py", "a//b.py"])
def test_names_that_lead_out_are_nobodys(tmp_path: Path, name: str) -> None:
    assert unpacked(tmp_path, {name: "1", "b.py": "2"}) == ["b.py"]
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["code.zip"]


def test_what_was_installed_is_left_out(tmp_path: Path) -> None:
    members = {
        "app.py": "1", "lib/requests/__init__.py": "2", "lib/own.py": "3",
        "lib/requests-2.0.dist-info/RECORD": "requests/__init__.py,sha256=x,1\n",
    }  # fmt: skip
    assert unpacked(tmp_path, members) == ["app.py", "lib/own.py"]


def test_more_than_the_limits_is_not_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"m{number}.py": "x" * 1000 for number in range(4)}
    monkeypatch.setattr(archives, "MAX_UNPACKED", 3000)
    assert unpacked(tmp_path, members) == []
    monkeypatch.setattr(archives, "MAX_UNPACKED", 4000)
    monkeypatch.setattr(archives, "MAX_DATA_BYTES", 999)
    assert unpacked(tmp_path, members) == []
    monkeypatch.setattr(archives, "MAX_DATA_BYTES", 1000)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert unpacked(tmp_path, members) == []
    monkeypatch.setattr(archives, "MAX_MEMBERS", 4)
    assert len(unpacked(tmp_path, members)) == 4


def test_what_stands_in_for_code_is_not_the_code(tmp_path: Path) -> None:
    assert unpacked(tmp_path, {"app.py": "1"}, "placeholder.zip") == []


def test_what_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_bytes(b"PK\x03\x04 and no more")
    files = ProjectFiles.below(tmp_path)
    assert archives.unpacked(files, "code.zip", lambda _member: True) == ()
    assert archives.unpacked(files, "missing.zip", lambda _member: True) == ()


def test_a_size_that_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a member says of its size is not believed."""
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("app.py", "x" * 5000)
    data = path.read_bytes().replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    monkeypatch.setattr(archives, "MAX_DATA_BYTES", 100)
    found = archives.unpacked(ProjectFiles.below(tmp_path), "code.zip", lambda _member: True)
    assert found == ()
