"""What ``bench.looking`` and ``bench.costs`` show of a program is what the engine goes by; they look into what is
compiled otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import costs, looking

from policywright.analyzers.engine import solver

PROGRAM = """
import boto3

def shutter(bucket):
    boto3.client("s3").delete_bucket(Bucket=bucket)

def through(step):
    step("b")

def idle():
    return 1

def main(name):
    for one in ("a", "b", name):
        kept = shutter
        through(kept)
    idle()
"""


@pytest.mark.plain
def test_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    looking.main([str(tmp_path), "--entry", "app:main", "--holding", "shutter"])
    said = capsys.readouterr().out
    assert "3 of 4 functions may lead to a request" in said
    assert "1  app: through" in said
    assert "app:14 one: {'Known': 2, 'Unknown': 1}" in said.replace(
        "'Unknown': 1, 'Known': 2", "'Known': 2, 'Unknown': 1"
    )
    assert said.index("app:15 kept in main") < said.index("app:7 step in through")


@pytest.mark.plain
def test_an_unknown_entry_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    with pytest.raises(SystemExit):
        looking.main([str(tmp_path), "--entry", "other:main"])
    assert "nothing to look at: other" in capsys.readouterr().err


@pytest.mark.plain
def test_what_it_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "MAX_WORK", solver.MAX_WORK)
    (tmp_path / "app.py").write_text(PROGRAM)
    costs.main([str(tmp_path)])
    said = capsys.readouterr().out
    assert "1 files with app" in said
    assert "cut: False" in said
    assert "app:5 shutter" in said
    assert "1 contexts  app: main" in said
    costs.main([str(tmp_path), "--work", "4"])
    assert "cut: True" in capsys.readouterr().out
