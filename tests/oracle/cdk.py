"""The CDK goldens against the CDK: what it synthesises before and after our patch is what is on record.

Each golden with ``resynthesised/`` is synthesised by the CDK's own command line; its roles' policies have to be
those of the recorded assembly. Then our patch is applied and the result synthesised again: the policies have to
be the recorded ones again, and a second run has to leave nothing to change. Run by ``make oracle``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/infrastructure"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--node-modules", type=Path, required=True, help="with aws-cdk, aws-cdk-lib, esbuild, tsx"
    )
    parser.add_argument(
        "--python", type=Path, required=True, help="a bin directory whose python3 has aws_cdk"
    )
    arguments = parser.parse_args()
    cases = sorted(path.parent for path in GOLDEN.glob("*/resynthesised"))
    wrong = [line for case in cases for line in _case(case, arguments.node_modules, arguments.python)]
    for line in wrong:
        print(line)
    print(f"cdk: {len(cases)} applications synthesised twice, {len(wrong)} differences")
    return 1 if wrong or not cases else 0


def _case(case: Path, modules: Path, python: Path) -> list[str]:
    sys.path.insert(0, str(ROOT))
    from tests.golden.test_infrastructure import run

    from policywright.server.diffs import patch_text

    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory) / "project"
        shutil.copytree(case / "project", project)
        (project / "node_modules").symlink_to(modules.resolve())
        _synthesise(project, modules, python)
        wrong = _differences(f"{case.name} before", project, case / "project")
        (project / "node_modules").unlink()
        _, infrastructure = run(project)
        text = patch_text(infrastructure)
        if text != (case / "patch.diff").read_text():
            wrong.append(f"{case.name}: the patch is another one than on record")
        subprocess.run(("patch", "-p1", "--silent"), cwd=project, input=text.encode(), check=True)
        (project / "node_modules").symlink_to(modules.resolve())
        _synthesise(project, modules, python)
        wrong += _differences(f"{case.name} after", project, case / "resynthesised")
        (project / "node_modules").unlink()
        _, after = run(project)
        left = [one for diff in after.roles for one in diff.of("added", "widened", "narrowed", "removed")]
        if left or patch_text(after):
            wrong.append(f"{case.name}: the second run leaves {[one.action for one in left]}")
    return wrong


def _synthesise(project: Path, modules: Path, python: Path) -> None:
    shutil.rmtree(project / "cdk.out", ignore_errors=True)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "PATH": f"{python.absolute()}:{(modules / '.bin').resolve()}:{os.environ['PATH']}",
        "CDK_DEFAULT_ACCOUNT": "111122223333",
        "CDK_DEFAULT_REGION": "eu-west-1",
    }
    done = subprocess.run(
        ("cdk", "synth", "--quiet"), cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"cdk synth: {done.stderr[-2000:]}")


def _differences(name: str, project: Path, recorded: Path) -> list[str]:
    """Templates whose policies and roles are others than those on record."""
    return [
        f"{name}: {template.name} differs"
        for template in sorted(recorded.glob("cdk.out/*.template.json"))
        if _policies(template) != _policies(project / "cdk.out" / template.name)
    ]


def _policies(template: Path) -> dict[str, Any]:
    resources = json.loads(template.read_text())["Resources"] if template.exists() else {}
    return {
        id: one["Properties"]
        for id, one in resources.items()
        if one["Type"] in ("AWS::IAM::Policy", "AWS::IAM::Role")
    }


if __name__ == "__main__":
    sys.exit(main())
