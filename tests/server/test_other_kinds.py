"""``--format`` of a kind that the project's templates are not of: valid, its names become parameters."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_hcl
import tree_sitter_typescript
from tests.linting import errors
from tests.server.test_answer import EXAMPLES, PROJECTS

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.api import Options, analyse
from policywright.server.published import Settings
from policywright.server.rendering import renderer

GOLDEN = EXAMPLES.parent / "tests" / "golden" / "infrastructure"
_TS = tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))
_HCL = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


@cache
def project(name: str) -> Analysis:
    return analyse([EXAMPLES / name], Options())


def dialects(analysis: Analysis) -> set[str]:
    return {stack.dialect for stack in analysis.infrastructure.stacks} if analysis.infrastructure else set()


@pytest.mark.parametrize("name", PROJECTS)
def test_cloudformation_is_a_template(name: str) -> None:
    analysis = project(name)
    text = renderer("cloudformation")(analysis, Settings())
    found = errors(text)
    if dialects(analysis) & {"cloudformation", "serverless"}:
        # To be pasted into the project's own template, whose names it uses.
        assert {rule for rule, _ in found} <= {"E1019", "E1010"}
    else:
        assert not found


@pytest.mark.parametrize("name", PROJECTS)
def test_terraform_is_hcl_and_says_what_its_names_are(name: str) -> None:
    analysis = project(name)
    text = renderer("terraform")(analysis, Settings())
    assert not _HCL.parse(text.encode()).root_node.has_error
    declared = {f"var.{found}" for found in re.findall(r'^variable "(\w+)"', text, re.MULTILINE)}
    declared |= {f"data.{a}.{b}" for a, b in re.findall(r'^data "(\w+)" "(\w+)"', text, re.MULTILINE)}
    own = dialects(analysis) == {"terraform"}
    for used in re.findall(r"(?<!\$)\$\{([^}]*)\}", text):
        name = ".".join(used.split(".")[: 3 if used.startswith("data.") else 2])
        assert name in declared or (own and re.match(r"var\.|aws_\w+\.", used)), used


@pytest.mark.parametrize("name", PROJECTS)
def test_cdk_in_python_compiles(name: str) -> None:
    ast.parse(renderer("cdk-python")(project(name), Settings()))


@pytest.mark.parametrize("name", PROJECTS)
def test_cdk_in_typescript_parses(name: str) -> None:
    text = renderer("cdk-typescript")(project(name), Settings())
    assert text.strip()
    assert not _TS.parse(text.encode()).root_node.has_error


@pytest.mark.parametrize("name", ["cdk", "cdk_typescript", "cdk_source_bases", "cdk_source_python"])
def test_of_a_cdk_application_it_is_a_template_of_its_own(name: str) -> None:
    """What the CDK makes has other names, which nobody can paste into."""
    analysis = analyse([GOLDEN / name / "project"], Options())
    assert analysis.infrastructure is not None and analysis.infrastructure.roles
    text = renderer("cloudformation")(analysis, Settings())
    assert "Parameters:" in text and not errors(text)


def test_names_of_the_other_template_are_parameters(tmp_path: Path) -> None:
    shop = renderer("terraform")(project("shop-sam"), Settings())
    assert 'variable "orders"' in shop and "table/${var.orders}" in shop
    reports = renderer("cloudformation")(project("reports-terraform"), Settings())
    assert "AwsDynamodbTableReports:" in reports and "table/${AwsDynamodbTableReports}" in reports
    own = renderer("terraform")(project("reports-terraform"), Settings())
    assert "reports-${var.stage}-ingest" in own and 'variable "' not in own
    cdk = renderer("cdk-python")(project("shop-sam"), Settings())
    assert "orders" in cdk and ":table/{orders}" in cdk
