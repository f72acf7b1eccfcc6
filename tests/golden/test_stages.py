"""What a project's ``terraform.tfvars`` sets is one stage's: no name of it is ever written into a template.

Every golden project of Terraform gets a file that sets the texts among its variables to words of our own. The
patch of one stage is that of every other one, so none of these words may be in what it adds.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.golden.test_infrastructure import CASES, project_of, run
from tests.shares import projects

from policywright.server.diffs import patch_text

_VARIABLE = re.compile(r'^variable\s+"(\w+)"\s*\{(.*?)^\}', re.MULTILINE | re.DOTALL)
_TEXT = re.compile(r'type\s*=\s*"?string\b|default\s*=\s*"')
_CHECKED = re.compile(r"validation\s*\{|default\s*=\s*null")


def variables_of(directory: Path) -> list[str]:
    """The texts among a directory's variables whose values are left to whoever deploys."""
    return [
        name
        for file in sorted(directory.glob("*.tf"))
        for name, body in _VARIABLE.findall(file.read_text())
        if _TEXT.search(body) and not _CHECKED.search(body)
    ]


def roots_of(project: Path) -> list[Path]:
    """Directories of Terraform that have variables, and that no file of variables is of yet."""
    found = sorted({file.parent for file in project.rglob("*.tf") if ".terraform" not in file.parts})
    return [one for one in found if variables_of(one) and not any(one.glob("*.tfvars*"))]


STAGED = [
    case for case in CASES if not any(project_of(case).rglob("*.tfvars*")) and roots_of(project_of(case))
]


def test_there_are_cases() -> None:
    assert len(STAGED) > 20


@pytest.mark.parametrize("case", projects("stages", STAGED, 3))
def test_no_word_of_a_stage_is_written(case: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(project_of(case), project)
    for root in roots_of(project):
        lines = [f'{name} = "zq-{name}-zq"' for name in variables_of(root)]
        (root / "terraform.tfvars").write_text("\n".join(lines) + "\n")
    _, infrastructure = run(project)
    added = [line for line in patch_text(infrastructure).splitlines() if line.startswith("+")]
    assert [line for line in added if re.search(r"zq-\w+-zq", line)] == []


_DEFAULT = re.compile(
    r"""^variable\s+"(?P<tf>\w+)"\s*\{[^}]*?default\s*=\s*"(?P<tfd>[^"]+)"|"""
    r"""^  (?P<cfn>\w+):\n(?:    (?!Default)\w+:.*\n)*    Default: *["\']?(?P<cfnd>[^"\'\n]+)""",
    re.MULTILINE,
)
_TWICE = re.compile(r"""arn:[^"'\s]*([:/]arn:|:key/alias/|://)""")
"""An ARN, an address or an alias put into an ARN as if it were a name: what no resource is called."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_written_with_the_defaults_in_it_is_an_arn(case: Path) -> None:
    project, patch = project_of(case), case / "patch.diff"
    if not patch.exists():
        return
    values: dict[str, str] = {}
    for file in [*project.rglob("*.tf"), *project.rglob("*.y*ml")]:
        for found in _DEFAULT.finditer(file.read_text()):
            values[found["tf"] or found["cfn"]] = found["tfd"] or found["cfnd"]
    for file in project.rglob("*.tfvars"):
        values |= dict(re.findall(r'^(\w+)\s*=\s*"([^"]+)"', file.read_text(), re.MULTILINE))
    added = [line for line in patch.read_text().splitlines() if line.startswith("+")]
    usual = [
        re.sub(r"\$\{(?:var\.)?(\w+)\}", lambda hole: values.get(hole[1], hole[0]), line) for line in added
    ]
    assert [line for line in usual if _TWICE.search(line)] == []
