"""Records what comes out of golden cases, to be read before it is committed: a record is no expectation.

``python -m tests.golden.record CASE... [--about TEXT] [--entry FILE:FUNCTION]...`` writes ``expect.json`` and what stands
beside it (``said.txt`` of a language's case, ``patch.diff`` of a project with templates). What a person wrote
(``about``, ``absent``, ``entries``, ``paths``) stays.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import condition_data
from policywright.server.diffs import patch_text
from tests.golden import test_golden, test_infrastructure
from tests.golden.said import FILE, said


def language(case: Path, kept: dict[str, Any]) -> dict[str, Any]:
    """The expectation of a case of one language; writes ``said.txt``."""
    paths = [case / name for name in kept.get("paths", ["."])]
    analysis = analyse(paths, Options(entries=tuple(kept.get("entries", ()))))
    (case / FILE).write_text(said(analysis), "utf-8")
    grants = [grant for policy in analysis.policies for grant in policy.grants]
    roles = sorted({test_golden.principal(policy) or "" for policy in analysis.policies} - {""})
    found: dict[str, Any] = {
        "grants": test_golden.granted(analysis, None),
        "roles": {role: test_golden.granted(analysis, role) for role in roles},
        "conditions": {grant.action: condition_data(grant.conditions) for grant in grants if grant.conditions},
        "unresolved": [
            [one.span.file, one.span.line, one.code.value, *([len(one.places)] if one.places else [])]
            for one in analysis.unresolved
        ],
        "inferred": sorted({
            grant.action for grant in grants if all(reason.certainty == "inferred" for reason in grant.reasons)
        }),
    }  # fmt: skip
    human = {key: kept[key] for key in ("about", "entries", "paths", "absent") if key in kept}
    # These are asserted where a case is about them.
    told = {key: value for key, value in kept.items() if key in ("may_need", "not_granted", "skipped")}
    return human | {key: value for key, value in found.items() if value} | told


def project(case: Path, kept: dict[str, Any]) -> dict[str, Any]:
    """The expectation of a project with templates; writes ``patch.diff``."""
    analysis, infrastructure = test_infrastructure.run(case / "project")
    patch = patch_text(infrastructure)
    if patch:
        (case / "patch.diff").write_text(patch, "utf-8")
    else:
        (case / "patch.diff").unlink(missing_ok=True)
    of_code = [one for one in analysis.policies if one.attach_to.kind == "unspecified"]
    found: dict[str, Any] = {
        "roles": {diff.needs.id: test_infrastructure.seen(diff) for diff in infrastructure.roles},
        "other_code": sorted({grant.action for policy in of_code for grant in policy.grants}),
        "problems": [f"{one.span.file}:{one.span.line} {one.code.value}" for one in infrastructure.problems],
        "unresolved": [f"{one.span.file}:{one.span.line} {one.code.value}" for one in analysis.unresolved],
        "refused": [line for patch in infrastructure.patches for line in patch.refused],
        "edited": [line for patch in infrastructure.patches for line in patch.said],
    }
    return {"about": kept.get("about", "")} | {key: value for key, value in found.items() if value}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.golden.record", description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--about")
    parser.add_argument("--entry", action="append", dest="entries")
    asked = parser.parse_args(argv)
    for case in asked.cases:
        path = case.resolve() / "expect.json"
        kept: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        kept |= {key: value for key, value in (("about", asked.about), ("entries", asked.entries)) if value}
        make = project if (path.parent / "project").is_dir() else language
        path.write_text(json.dumps(make(path.parent, kept), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
