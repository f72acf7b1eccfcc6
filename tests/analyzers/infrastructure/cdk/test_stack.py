"""CDK applications that are not synthesised: what their source says, and what it leaves open."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.analyzers.infrastructure.editing.test_cdk_properties import (
    granted,
    programs,
    run,
)
from tests.golden.test_infrastructure import ROOT
from tests.shares import examples

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure import cdk
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import ProblemCode, Role, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.isolation import fail_loudly
from policywright.knowledge.values import Const, Unknown

_IMPORTS = {
    "py": "from aws_cdk import Stack, aws_iam as iam\nfrom aws_cdk.aws_dynamodb import Table\n"
    "from aws_cdk.aws_s3 import Bucket, BucketEncryption\nfrom aws_cdk.aws_sqs import Queue\n"
    "from aws_cdk.aws_sns import Topic\nfrom aws_cdk.aws_lambda import Function\n",
    "ts": "import { Stack, aws_iam as iam } from 'aws-cdk-lib';\nimport { Table } from 'aws-cdk-lib/aws-dynamodb';\n"
    "import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';\nimport { Queue } from 'aws-cdk-lib/aws-sqs';\n"
    "import { Topic } from 'aws-cdk-lib/aws-sns';\nimport { Function } from 'aws-cdk-lib/aws-lambda';\n",
}
"""The modules of what random programs make."""


def stack_of(root: Path, **sources: str) -> Stack:
    root.joinpath("cdk.json").write_text(json.dumps({"app": "any"}))
    for name, text in sources.items():
        root.joinpath(name.replace("_", ".")).write_text(text)
    (stack,) = cdk.read(ProjectFiles.below(root))
    return stack


def role_of(stack: Stack, id: str) -> Role:
    found = stack.role(id)
    assert found is not None
    return found


def held(role: Role) -> set[tuple[str, str]]:
    """What a role's own statements say, actions with resources."""
    return {
        (form(action), form(resource))
        for policy in role.policies
        if policy.kind == "inline"
        for statement in policy.statements
        for action in statement.actions
        for resource in statement.resources
    }


def notes(role: Role) -> list[str]:
    return [policy.opaque for policy in role.policies if policy.opaque is not None]


def _concrete(pattern: str) -> str:
    """A pattern of the stack as the programs' constructs say their ARNs."""
    places = {"partition": "aws", "region": "r", "account": "a"}
    return re.sub(
        "\ue000([^\ue001]*)\ue001", lambda hole: places.get(hole[1]) or hole[1].rpartition(" ")[2], pattern
    )


counted = {"py": 0, "ts": 0}
"""Programs that were read to the last call."""


def calls_of(text: str) -> str:
    return text.partition(" begin\n")[2]


@settings(max_examples=examples(100, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_what_is_read_is_what_running_gives(program: tuple[str, str]) -> None:
    """No statement is read that the program does not make; what is not read is said."""
    name, text = program
    suffix = name.rpartition(".")[2]
    calls = run(text, name)
    # Nothing but the program's own class: what others grant to parameters leaves every role open.
    read_text = _IMPORTS[suffix] + text[text.index("class Shop") :]
    if "Inbox')" in calls_of(text):
        read_text = re.sub(
            r"(?s)( +def inbox|  inbox\(\) \{).*?(?= +(?:def __init__|constructor))", "", read_text
        )
    own, encrypted = {
        "py": ("self", "(self, 'Files', encryption=BucketEncryption.KMS)"),
        "ts": ("this", "(this, 'Files', { encryption: BucketEncryption.KMS })"),
    }[suffix]
    read_text = read_text.replace(f"({own}, 'Files')", encrypted)
    with tempfile.TemporaryDirectory() as root:
        stack = stack_of(Path(root), **{f"app_{suffix}": read_text})
    role = role_of(stack, "FnServiceRole")
    found = {(action, _concrete(resource)) for action, resource in held(role)}
    for action, resource in found:
        if "/index/" not in resource:
            assert granted(calls, (action, resource)), (action, resource)
    if not notes(role):
        counted[suffix] += 1
        for _, givens in calls:
            for one in givens:
                assert granted([("", tuple(found))], one), one


def test_most_programs_are_read_wholly() -> None:
    """The property above is about something."""
    if sum(counted.values()):
        assert min(counted.values()) > 10, counted


SYNTHESISED = sorted(path.parent.parent.parent for path in ROOT.glob("*/project/cdk.out/manifest.json"))


@pytest.mark.parametrize("case", SYNTHESISED, ids=lambda case: case.name)
def test_no_more_is_changed_than_with_a_template(case: Path, tmp_path: Path) -> None:
    """What the template would say otherwise is not told from the source."""
    project = tmp_path / "project"
    shutil.copytree(case / "project", project, ignore=shutil.ignore_patterns("cdk.out"))
    assert _taken(project) <= _taken(case / "project")


@pytest.mark.parametrize("case", SYNTHESISED, ids=lambda case: case.name)
def test_what_is_about_one_role_has_its_patch(case: Path) -> None:
    """The files that are changed are none of the template's."""
    infrastructure = analyse([case / "project"], Options()).infrastructure
    assert infrastructure is not None
    assert infrastructure.of(infrastructure.roles).patches == infrastructure.patches
    for role in infrastructure.roles:
        changed = [one for one in infrastructure.of((role,)).patches if one.after != one.before]
        refused = [one for one in infrastructure.of((role,)).patches if one.refused]
        assert changed or refused or not role.edits


def _taken(project: Path) -> set[tuple[str, str]]:
    """The lines that the patches of a project take away."""
    infrastructure = analyse([project], Options()).infrastructure
    assert infrastructure is not None
    return {
        (patch.file, line.strip())
        for patch in infrastructure.patches
        for line in difflib.ndiff(patch.before.splitlines(), patch.after.splitlines())
        if line.startswith("- ")
    }


GIVEN = """
from aws_cdk import Stack, aws_iam as iam
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct
from lamps import Lamp


class Shop(Stack):
    def __init__(self, scope, id, table):
        super().__init__(scope, id)
        fn = lambda_.Function(self, "Fn", code=lambda_.Code.from_asset("fn"), handler="app.handler")
        %s
"""


@pytest.mark.parametrize(
    "call",
    [
        "table.grant_read_data(fn)",
        "Lamp(self, 'Lamp', keeper=fn)",
        "Lamp(self, 'Lamp', keepers=[fn])",
        "wire(fn)",
        "fn.role.attach_inline_policy(policies())",
        "fn.role.add_managed_policy(policies())",
        "fn.add_to_role_policy(policies())",
        "fn.add_to_role_policy(iam.PolicyStatement(actions=names(), resources=['*']))",
        "fn.add_to_role_policy(iam.PolicyStatement(actions=['s3:GetObject'], resources=[table.table_arn]))",
        "iam.Policy(self, 'P', roles=[fn.role])",
        "iam.ManagedPolicy(self, 'P', roles=roles())",
        "[table.grant_read_data(one) for one in everybody()]",
        "table.grant_read_data(somebody)",
        "table.grant_read_data(fn.current_version)",
        "table.grant_read_data(find(self, 'fn'))",
        "table.grant_read_data(Lamps(self, 'Lamps'))",
        "table.grant_read_data(lambda_.Alias(self, 'Alias', version=fn.current_version))",
    ],
)
def test_what_may_give_something_and_is_not_read_is_said(call: str, tmp_path: Path) -> None:
    role = role_of(stack_of(tmp_path, app_py=GIVEN % call), "FnServiceRole")
    assert not held(role)
    assert notes(role), call


@pytest.mark.parametrize(
    "call",
    [
        "fn.add_environment('A', 'b')",
        "fn.connections.allow_from(table, 80)",
        "table.grant_read_data(iam.ServicePrincipal('events.amazonaws.com'))",
        "lambda_.EventSourceMapping(self, 'M', target=fn)",
        "print(self.account)",
    ],
)
def test_what_gives_nothing_leaves_nothing_open(call: str, tmp_path: Path) -> None:
    assert not notes(role_of(stack_of(tmp_path, app_py=GIVEN % call), "FnServiceRole"))


def test_what_a_run_computes_is_no_name(tmp_path: Path) -> None:
    """A variable that is known to be one resource's is that; anything computed may be any, and so may what a
    computed one may overwrite."""
    variables = "{'A': table.table_name, 'C': 'c', **more, 'B': 'b'}"
    text = GIVEN.replace("handler=", f"environment={variables}, handler=") % "pass"
    (function,) = stack_of(tmp_path, app_py=text).workloads
    assert dict(function.environment.fields) == {
        "A": Unknown("template"), "B": Const("b"), "C": Unknown("template"),
    }  # fmt: skip
    assert function.environment.open


def test_what_nobody_sets_is_known_beside_what_is_computed(tmp_path: Path) -> None:
    text = GIVEN.replace("handler=", "environment={'A': made()}, handler=") % "pass"
    (function,) = stack_of(tmp_path, app_py=text).workloads
    assert [*function.environment.fields] == [("A", Unknown("template"))]
    assert not function.environment.open


def test_of_too_many_sources_none_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policywright.analyzers.infrastructure.cdk.stack.MAX_SOURCES", 1)
    stack = stack_of(tmp_path, app_py=GIVEN % "pass")
    assert not stack.workloads
    assert "1 sources or more" in stack.problems[0].detail


def test_functions_that_are_not_read_are_said(tmp_path: Path) -> None:
    text = GIVEN % "for one in 'ab':\n            lambda_.Function(self, one, handler='x.y')"
    stack = stack_of(tmp_path, app_py=text)
    assert [(one.code, one.span.line) for one in stack.problems[:2]] == [
        (ProblemCode.NOT_SYNTHESISED, 1), (ProblemCode.NOT_SYNTHESISED, 14)
    ]  # fmt: skip


def test_what_fails_leaves_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policywright.analyzers.infrastructure.cdk.stack.stack_of", None)
    fail_loudly(False)
    try:
        stack = stack_of(tmp_path, app_py=GIVEN % "pass")
    finally:
        fail_loudly(True)
    assert [one.code for one in stack.problems] == [ProblemCode.NOT_SYNTHESISED, ProblemCode.INTERNAL]
