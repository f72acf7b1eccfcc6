"""Golden cases: a file before and after some edits, byte for byte, and every refusal with its words.

A case is a folder of ``cases``: ``before.*``, ``after.*`` and ``edits.json`` (the file's name in the project, its
dialect, the edits with the names of ``support.statements``, the refusals).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.analyzers.infrastructure.editing.support import edit, patch, stack, statements
from tests.linting import findings

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
KEYS = {"file", "dialect", "edits", "refused"}
EDIT_KEYS = {"kind", "path", "statements", "name"}
LINTED = [case for case in CASES if (case / "edits.json").read_text().find('"cloudformation"') >= 0]


def load(case: Path) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads((case / "edits.json").read_text())
    assert set(spec) == KEYS
    assert all(set(one) <= EDIT_KEYS for one in spec["edits"])
    return spec


def text(case: Path, which: str) -> bytes:
    (file,) = case.glob(f"{which}.*")
    return file.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    spec = load(case)
    dialect = spec["dialect"]
    known = statements(dialect)
    edits = [
        edit(
            one["kind"],
            spec["file"],
            tuple(one["path"]),
            *[known[name] for name in one.get("statements", ())],
            dialect=dialect,
            name=one.get("name", ""),
        )
        for one in spec["edits"]
    ]

    found = patch(tmp_path, text(case, "before"), edits, stack(dialect))

    assert found.file == spec["file"]
    assert found.before.encode() == text(case, "before")
    assert found.after.encode() == text(case, "after")
    assert list(found.refused) == spec["refused"]
    assert (tmp_path / spec["file"]).read_bytes() == text(case, "before")


@pytest.mark.parametrize("case", LINTED, ids=lambda case: case.name)
def test_result_is_a_good_template(case: Path) -> None:
    """cfn-lint finds nothing that it did not find before (W: a warning of ours would be one too)."""
    before, after = (findings(text(case, which).decode()) for which in ("before", "after"))
    assert after <= before
