"""Where somebody stands changes the names of files in an answer, and nothing else."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.server.command import run

from policywright.analyzers.api import Options, analyse
from policywright.server.places import prefix_of, seen_from
from policywright.server.published import Settings
from policywright.server.rendering import FORMATS, renderer

PROJECT = Path(__file__).parents[2]
EXAMPLES = sorted(path.name for path in (PROJECT / "examples").iterdir() if path.name != "ci")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_name_is_a_file_from_where_one_stands(example: str) -> None:
    """And without the prefix the whole answer is the one that is given inside of the project."""
    project = PROJECT / "examples" / example
    prefix = f"examples/{example}/"
    inside = analyse([project], Options())
    outside = seen_from(inside, prefix)
    for name in FORMATS:
        text = renderer(name)(outside, Settings(explain=True))
        assert text.replace(prefix, "") == renderer(name)(inside, Settings(explain=True)), name
    report = json.loads(renderer("json")(outside, Settings(explain=True)))
    named = list(_named(report))
    assert named
    for name in named:
        assert (PROJECT / name).exists(), name


def _named(data: Any) -> Any:
    """The values of ``file`` and ``template`` in a report."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("file", "template") and isinstance(value, str):
                yield value
            yield from _named(value)
    elif isinstance(data, list):
        for item in data:
            yield from _named(item)


@pytest.mark.parametrize("stands", [".", "apps", "apps/shop", "apps/shop/notify"])
def test_the_patch_applies_where_it_was_asked_for(tmp_path: Path, stands: str) -> None:
    shop = tmp_path / "apps" / "shop"
    shutil.copytree(PROJECT / "examples" / "shop-sam", shop)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    here = tmp_path / stands
    diff = run("generate", os.path.relpath(shop, here), "--format", "diff", cwd=here)
    assert diff.returncode == 0, diff.stderr
    # From below the project no name would do: it is applied in the project, as is said.
    where = here if shop.is_relative_to(here) else shop
    assert (f"names of files start at {shop}" in diff.stderr) is (where != here)
    apply = ["git", "apply", "-"]
    if where != here:
        # The command that is said works from where it was typed.
        apply = shlex.split(diff.stderr.partition("; `")[2].partition("`")[0])
    subprocess.run(apply, input=diff.stdout, cwd=here, text=True, check=True)
    assert "sqs:SendMessage" in (shop / "template.yaml").read_text()
    assert run("check", str(shop), cwd=here).returncode == 0


def test_prefixes(tmp_path: Path) -> None:
    below = tmp_path / "services" / "shop"
    below.mkdir(parents=True)
    (below / "app.py").touch()
    assert prefix_of([below], tmp_path) == "services/shop/"
    assert prefix_of([below / "app.py"], tmp_path) == "services/shop/"
    assert prefix_of([below], below) == ""
    assert prefix_of([below], below.parent / "sho") is None
    assert prefix_of([tmp_path], below) is None


def test_a_name_in_a_sentence_is_renamed_as_well() -> None:
    inside = analyse([PROJECT / "examples" / "reports-terraform"], Options())
    assert inside.infrastructure is not None
    (problem,) = seen_from(inside, "x/").infrastructure.problems  # type: ignore[union-attr]
    assert "taken for its source: x/publish/src," in problem.detail
