"""``apply`` and ``apply --undo``: shown, asked, written whole, and taken back."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.server.command import run as in_process

from policywright.server import applying
from policywright.server.applying import Write, undo, write
from policywright.server.errors import UserError

SHOP = Path(__file__).parents[2] / "examples" / "shop-sam"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(SHOP, root / "shop")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "first")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def run(
    root: Path, *arguments: str, answer: str | None = None, alone: bool = False
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Runs ``apply`` with its own state directory, where somebody answers at a terminal, or none is."""
    state = {"XDG_STATE_HOME": str(root.parent / "state")}
    if answer is None and not alone:
        return in_process("apply", *arguments, cwd=root, **state)
    command = [sys.executable, "-m", "policywright.server.cli", "apply", *arguments]
    environment = {**os.environ, **state}
    if answer is None:
        # No terminal at all: a session of its own has none.
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    master, slave = pty.openpty()
    try:
        os.write(master, f"{answer}\n".encode())
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False,
            stdin=slave,
        )  # fmt: skip
    finally:
        os.close(master)
        os.close(slave)


def test_shown_asked_written_and_taken_back(project: Path) -> None:
    template = project / "shop" / "template.yaml"
    template.chmod(0o640)
    before = template.read_bytes()
    declined = run(project, "shop", answer="n")
    assert declined.returncode == 1
    assert "+++ b/shop/template.yaml" in declined.stdout
    assert "Write this patch to shop/template.yaml? [y/N]" in declined.stderr
    assert template.read_bytes() == before
    assert run(project, "shop", alone=True).returncode == 1  # nobody to ask
    assert template.read_bytes() == before

    applied = run(project, "shop", answer="y")
    assert applied.returncode == 0, applied.stderr
    said = "shop/template.yaml is written; `policywright apply --undo shop` puts it back"
    assert applied.stderr.splitlines()[-1].endswith(said)
    after = template.read_bytes()
    assert b"sqs:SendMessage" in after and after != before
    assert template.stat().st_mode & 0o777 == 0o640
    # What it wrote is the patch that it showed.
    template.write_bytes(before)
    subprocess.run(["git", "apply", "-"], input=applied.stdout, cwd=project, text=True, check=True)
    assert template.read_bytes() == after
    again = run(project, "shop")
    assert (again.returncode, again.stderr) == (0, "there is nothing to change\n")

    back = run(project, "--undo", ".")
    assert (back.returncode, back.stderr) == (0, "shop/template.yaml is as it was before\n")
    assert template.read_bytes() == before
    none = run(project, "--undo", ".")
    assert none.returncode == 2 and "nothing to undo" in none.stderr
    assert not [path for path in project.rglob("*.tmp")]


def test_changes_that_are_not_committed_are_not_mixed_up(project: Path) -> None:
    template = project / "shop" / "template.yaml"
    template.write_text("# mine\n" + template.read_text())
    refused = run(project, "shop", "--yes")
    assert refused.returncode == 2 and "not committed" in refused.stderr
    forced = run(project, "shop", "--yes", "--force")
    assert forced.returncode == 0, forced.stderr
    assert template.read_text().startswith("# mine\n")
    template.write_text(template.read_text() + "# later\n")
    changed = run(project, "--undo", "shop")
    assert changed.returncode == 2
    assert "error: shop/template.yaml: it has changed since" in changed.stderr
    assert template.read_text().endswith("# later\n")
    assert run(project, "--undo", "shop", "--force").returncode == 0
    assert "sqs:SendMessage" not in template.read_text() and template.read_text().startswith("# mine\n")


def test_one_role_alone(project: Path) -> None:
    assert run(project, "shop", "--role", "Fulfil", "--yes").returncode == 0
    text = (project / "shop" / "template.yaml").read_text()
    assert "kms:GenerateDataKey" in text and "DynamoDBCrudPolicy" in text


def test_one_role_alone_is_shown_by_generate(project: Path) -> None:
    asked = ("generate", "shop", "--format", "diff", "--role")
    one = in_process(*asked, "Fulfil", cwd=project)
    assert "kms:GenerateDataKey" in one.stdout and "CreateOrder" not in one.stdout
    none = in_process(*asked, "Fulfl", cwd=project)
    assert none.returncode == 2 and "there are: CreateOrder, Fulfil, ListOrders, Notify" in none.stderr


@pytest.mark.parametrize("name", ["crlf", "mark"])
def test_line_ends_and_marks_stay(project: Path, name: str) -> None:
    template = project / "shop" / "template.yaml"
    data = template.read_bytes()
    template.write_bytes(data.replace(b"\n", b"\r\n") if name == "crlf" else b"\xef\xbb\xbf" + data)
    assert run(project, "shop", "--yes", "--force").returncode == 0
    after = template.read_bytes()
    if name == "crlf":
        assert after.count(b"\n") == after.count(b"\r\n")
    else:
        assert after.startswith(b"\xef\xbb\xbf") and after.count(b"\xef\xbb\xbf") == 1
    assert run(project, "--undo", "shop").returncode == 0


def test_what_cannot_be_kept_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    (tmp_path / "state").write_text("a file where the directory would be")
    with pytest.raises(UserError, match="nothing was written"):
        write([Write(path=file, before=b"old", after=b"new")], tmp_path / "state")
    assert file.read_bytes() == b"old"


def test_several_files_are_written_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in ("a.yaml", "b.yaml", "new.yaml")]
    for file in files[:2]:
        file.write_bytes(b"old")
    writes = [
        *(Write(path=file, before=b"old", after=b"new") for file in files[:2]),
        Write(path=files[2], before=None, after=b"new"),
    ]
    real = os.replace

    def failing(source: Path, target: Path) -> None:
        if target == files[2]:
            raise OSError(28, "No space left on device", str(target))
        real(source, target)

    monkeypatch.setattr(applying.os, "replace", failing)
    with pytest.raises(UserError, match="No space left"):
        write(writes, tmp_path / "state")
    assert [file.read_bytes() for file in files[:2]] == [b"old", b"old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml", "state"]
    monkeypatch.setattr(applying.os, "replace", real)
    write(writes, tmp_path / "state")
    assert undo([tmp_path], tmp_path / "state", force=False) == files
    assert not files[2].exists()


def test_undo_is_of_what_lies_below_the_path(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"old")
        write([Write(path=tmp_path / name / "a", before=b"old", after=b"new")], state)
    undo([tmp_path / "one"], state, force=False)
    assert [(tmp_path / name / "a").read_bytes() for name in ("one", "two")] == [b"old", b"new"]
    with pytest.raises(UserError, match="nothing to undo"):
        undo([tmp_path / "one"], state, force=False)
