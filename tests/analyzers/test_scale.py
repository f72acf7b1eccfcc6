"""Programs of up to 100,000 lines (50,000 in a usual run): finished, right, linear in their size, and open about what was given up.

Cost is counted in the statements that the engine executed, which no busy machine changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from bench.synthetic import ACTIONS, write_program

from policywright.analyzers import parts, processes
from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.engine import expressions, solver
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.isolation import fail_loudly

pytestmark = pytest.mark.slow

SIZES = {"quick": (1_562, 6_250, 25_000), "long": (6_250, 25_000, 100_000)}
"""1x, 4x, 16x."""
RESOURCES = {
    "dynamodb:GetItem": "arn:aws:dynamodb:*:*:table/{}-table",
    "dynamodb:BatchWriteItem": "arn:aws:dynamodb:*:*:table/{}-table",
    "events:PutEvents": "arn:aws:events:*:*:event-bus/{}-bus",
    "lambda:InvokeFunction": "arn:aws:lambda:*:*:function:{}-worker",
    "s3:PutObject": "arn:aws:s3:::app-data/{}/*.json",
    "secretsmanager:GetSecretValue": "arn:aws:secretsmanager:*:*:secret:{}/token-??????",
    "sns:Publish": "arn:aws:sns:eu-west-1:123456789012:{}-topic",
    "sqs:SendMessage": "arn:aws:sqs:*:*:{}-queue",
}


@dataclass(frozen=True)
class Run:
    """One analysis of a synthetic program."""

    lines: int
    domains: tuple[str, ...]
    analysis: Analysis
    steps: int

    def granted(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for policy in self.analysis.policies:
            for grant in policy.grants:
                found.setdefault(grant.action, set()).update(resource_texts(grant.resources))
        return found


def measure(directory: Path, lines: int) -> Run:
    steps: list[int] = []

    def watched(*arguments: Any) -> parts.Outcome:
        outcome = parts.evaluate(*arguments)
        steps.append(outcome.steps)
        return outcome

    written, _, domains = write_program(directory, lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "evaluate", watched)
        analysis = analyse([directory], Options())
    return Run(written, domains, analysis, sum(steps))


@pytest.fixture(scope="module", params=["quick", pytest.param("long", marks=pytest.mark.long)])
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    return [measure(tmp_path_factory.mktemp(f"lines{size}"), size) for size in SIZES[request.param]]


def test_very_many_lines_finish(runs: list[Run]) -> None:
    largest = runs[-1]
    assert largest.lines >= SIZES["quick"][-1]
    assert largest.analysis.files_analysed > largest.lines // 200
    assert largest.analysis.skipped == ()


def test_the_actions_are_right_at_any_size(runs: list[Run]) -> None:
    for run in runs:
        assert set(run.granted()) == ACTIONS


def test_a_program_of_usual_size_is_told_apart_exactly(runs: list[Run]) -> None:
    granted = runs[0].granted()
    for action, form in RESOURCES.items():
        assert granted[action] == {form.format(domain) for domain in runs[0].domains}
    assert runs[0].analysis.unresolved == ()


def test_no_resource_is_lost(runs: list[Run]) -> None:
    """Whatever is looked at together: each resource is granted, by its name or by a wider pattern."""
    for run in runs:
        granted = run.granted()
        for action, form in RESOURCES.items():
            wanted = [form.format(domain) for domain in run.domains]
            lost = [arn for arn in wanted if not any(fnmatchcase(arn, wide) for wide in granted[action])]
            assert lost == [], (run.lines, action)


def test_services_are_never_mixed(runs: list[Run]) -> None:
    for run in runs:
        for action, arns in run.granted().items():
            kinds = {arn.split(":")[2] for arn in arns if arn != "*"}
            assert kinds <= {action.split(":")[0]}, (run.lines, action)


def test_widening_is_said(runs: list[Run]) -> None:
    for run in runs:
        assert {item.code for item in run.analysis.unresolved} <= {UnresolvedCode.BUDGET}
        granted = run.granted()
        told_apart = all(len(granted[action]) >= len(run.domains) for action in RESOURCES)
        assert told_apart or run.analysis.unresolved


def test_cost_grows_with_the_size_and_no_faster(runs: list[Run]) -> None:
    per_line = [run.steps / run.lines for run in runs]
    assert max(per_line) < 1.4 * min(per_line), per_line


def test_giving_up_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "MAX_WORK", 1_000)
    analysis = measure(tmp_path, 5_000).analysis
    assert analysis.unresolved[0].code is UnresolvedCode.BUDGET
    assert "too large to be followed as a whole" in analysis.unresolved[0].detail


APART = {
    "python": {
        "app.py": "a = 1\n" * 60 + "import helper\n\n\ndef handler(event, context):\n    helper.store('a')\n",
        "helper.py": "import boto3\n\n\ndef store(key):\n    boto3.client('s3').put_object(Bucket='b', Key=key)\n",
    },
    "typescript": {
        "app.js": "var a = 1;\n" * 60
        + "const h = require('./helper');\nexports.handler = async () => h.store('a');\n",
        "helper.js": "const AWS = require('aws-sdk');\n"
        "exports.store = (key) => new AWS.S3().putObject({ Bucket: 'b', Key: key }).promise();\n",
    },
    "go": {
        "go.mod": "module example.com/app\n",
        "main.go": 'package main\n\nimport "example.com/app/helper"\n\n'
        + "".join(f"var a{one} = 1\n" for one in range(60))
        + 'func main() { helper.Store("a") }\n',
        "helper/helper.go": 'package helper\n\nimport (\n\t"github.com/aws/aws-sdk-go/aws"\n'
        '\t"github.com/aws/aws-sdk-go/service/s3"\n)\n\nvar client *s3.S3\n\nfunc Store(key string) {\n'
        '\tclient.PutObject(&s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String(key)})\n}\n',
    },
    "java": {
        "app/App.java": "package app;\n\nclass App {\n"
        + "".join(f"static int a{one} = 1;\n" for one in range(60))
        + 'public static void main(String[] a) { new Helper().store("a"); } }\n',
        "app/Helper.java": "package app;\n\nimport com.amazonaws.services.s3.*;\n\nclass Helper {\n"
        "  AmazonS3 client = AmazonS3ClientBuilder.defaultClient();\n"
        '  void store(String key) { client.putObject("b", key, "x"); }\n}\n',
    },
}
"""A request in a file of its own, which another one calls; that one has much else in it."""


@pytest.mark.parametrize("language", APART)
def test_of_what_is_too_large_each_file_is_looked_at(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in APART[language].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    known = _actions(analyse([tmp_path], Options()))
    assert known
    # The body of the first module is as much as may be looked at, so that no function is.
    monkeypatch.setattr(solver, "MAX_WORK", 100)
    cut = analyse([tmp_path], Options())
    assert cut.unresolved[0].code is UnresolvedCode.BUDGET
    assert _actions(cut) >= known


def _actions(analysis: Analysis) -> set[str]:
    return {grant.action for policy in analysis.policies for grant in policy.grants}


def _fails(_rules: object, _node: object) -> None:
    raise ValueError


@pytest.mark.plain
def test_an_error_of_ours_costs_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3\ns3 = boto3.client('s3')\nx = 1 @ 2\ns3.put_object(Bucket='b', Key=str(x))\n"
    )
    monkeypatch.setattr(expressions.ExpressionRules, "_e_BinOp", _fails)
    fail_loudly(False)
    try:
        analysis = analyse([tmp_path], Options())
    finally:
        fail_loudly(True)
    assert [(one.code, one.span.line) for one in analysis.unresolved] == [(UnresolvedCode.INTERNAL, 3)]
    assert [grant.action for policy in analysis.policies for grant in policy.grants] == ["s3:PutObject"]
