"""A defect in one part costs that part, is said, and makes nothing else complete: one test for each boundary."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.deployment import pipelines
from policywright.analyzers.engine.roots import Roots
from policywright.analyzers.infrastructure import application
from policywright.analyzers.infrastructure import editing as editors
from policywright.analyzers.infrastructure.cloudformation import reader as cloudformation
from policywright.analyzers.program import Program
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.isolation import fail_loudly
from policywright.server.cli import main

pytestmark = pytest.mark.plain

FUNCTION = """\
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: {handler}.handler
      Runtime: python3.12
"""
HANDLER = "import boto3\n{more}\ndef handler(event, context):\n    boto3.client('{service}').{call}\n"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    fail_loudly(False)
    yield
    fail_loudly(True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two functions with templates of their own; one of them imports a helper."""
    for name, service, call, more in (
        ("good", "sqs", "send_message(QueueUrl='q', MessageBody='x')", ""),
        ("bad", "s3", "get_object(Bucket='b', Key='k')", "import helper\n"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "template.yaml").write_text(FUNCTION.format(handler=name))
        (tmp_path / name / f"{name}.py").write_text(HANDLER.format(service=service, call=call, more=more))
    (tmp_path / "bad" / "helper.py").write_text("import boto3\nboto3.client('sns').publish(TopicArn='t')\n")
    return tmp_path


def _failing_for(word: str, real: Callable[..., Any], shown: Callable[..., object]) -> Callable[..., Any]:
    """The real function, but for what shows the word."""

    def call(*arguments: Any, **named: Any) -> Any:
        if word in str(shown(*arguments)):
            raise IndexError("a secret of the project")
        return real(*arguments, **named)

    return call


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    status = main([*arguments, "--format", "json"])
    out, err = capsys.readouterr()
    return status, json.loads(out), err


def _roles(report: dict[str, Any]) -> dict[str, bool]:
    return {role["template"]: role["complete"] for role in report["diff"]["roles"]}


BOUNDARIES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a file lowered": lambda patch: patch.setattr(
        Program, "_read", _failing_for("helper", Program._read, lambda _program, name, _data: name)
    ),
    "a part evaluated": lambda patch: patch.setattr(
        Roots, "begin", _failing_for("bad", Roots.begin, lambda _roots, starts: starts)
    ),
    "a call authorized": lambda patch: patch.setattr(
        Authorizer, "authorize", _failing_for("GetObject", Authorizer.authorize, lambda _one, request: request)
    ),
    "a workload located": lambda patch: patch.setattr(
        application, "locate", _failing_for("bad/", application.locate, lambda one, *_: one)
    ),
    "a workload put together": lambda patch: patch.setattr(
        application, "_ran", _failing_for("bad/", application._ran, lambda one, *_: one.workload)
    ),
    "a role compared": lambda patch: patch.setattr(
        application, "compare", _failing_for("bad/", application.compare, lambda needs, *_: needs.stack.name)
    ),
    "the needs of a stack": lambda patch: patch.setattr(
        application, "needs_of", _failing_for("bad/", application.needs_of, lambda stack, *_: stack.name)
    ),
    "a template read": lambda patch: patch.setattr(
        cloudformation, "stack_of",
        _failing_for("bad/", cloudformation.stack_of, lambda scope, _files: scope.template.file),
    ),
    "a template parsed": lambda patch: patch.setattr(
        cloudformation, "parse", _failing_for("bad/", cloudformation.parse, lambda name, _text: name)
    ),
    "a patch made": lambda patch: patch.setattr(
        editors, "apply", _failing_for("bad/", editors.apply, lambda _files, stack, *_: stack.name)
    ),
}  # fmt: skip


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_rest_is_answered(
    boundary: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, whole, _ = _json(capsys, "generate", str(project))
    assert _roles(whole)["good/template.yaml"]
    BOUNDARIES[boundary](monkeypatch)
    status, report, err = _json(capsys, "generate", str(project))
    good = [one for one in report["diff"]["roles"] if one["template"] == "good/template.yaml"]
    assert good == [one for one in whole["diff"]["roles"] if one["template"] == "good/template.yaml"]
    assert status == 4
    assert "IndexError at" in err
    if boundary == "a patch made":
        (refused,) = report["diff"]["refused"]
        assert "IndexError" in refused
        assert "good/template.yaml" in report["diff"]["patch"]
    else:
        assert not _roles(report).get("bad/template.yaml", False)
    assert any(one["code"] == "internal-error" for one in report["unresolved"])
    assert "a secret of the project" not in err + json.dumps(report)


def test_a_file_by_itself_costs_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    (tmp_path / "two.py").write_text("import boto3\nboto3.client('sns').publish(TopicArn='t')\n")
    broken = _failing_for("two", Program._read, lambda _program, name, _data: name)
    monkeypatch.setattr(Program, "_read", broken)
    status, report, _ = _json(capsys, "generate", str(tmp_path))
    assert status == 4
    assert [one["action"] for one in report["grants"]] == ["s3:GetObject"]
    assert report["files"]["skipped"] == [{"file": "two.py", "code": "internal-error"}]


READERS: dict[str, tuple[str, str]] = {
    "serverless.yml": ("service: x\nprovider: {name: aws}\nfunctions: {f: {handler: app.handler}}\n",
                       "policywright.analyzers.infrastructure.serverless.reader._stack"),
    ".chalice/config.json": ('{"version": "2.0", "app_name": "x", "stages": {"dev": {}}}', "policywright.analyzers.infrastructure.chalice.reader.stack"),
    "flow.asl.json": ('{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}', "policywright.analyzers.infrastructure.states.reader._stack"),
    "task.json": ('{"family": "x", "containerDefinitions": []}', "policywright.analyzers.infrastructure.containers.tasks._stack"),
    "copilot/web/manifest.yml": ("name: web\ntype: Backend Service\n", "policywright.analyzers.infrastructure.containers.copilot._Service.stack"),
    "main.tf": ('resource "aws_sqs_queue" "q" {}\n', "policywright.analyzers.infrastructure.terraform.stack._Root.stack"),
}  # fmt: skip
"""A template of each kind, and the function that reads one."""


@pytest.mark.parametrize("name", READERS)
def test_each_reader_stops_at_a_template(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, function = READERS[name]
    (project / "third" / name).parent.mkdir(parents=True)
    (project / "third" / name).write_text(text)
    _, whole, _ = _json(capsys, "generate", str(project))
    monkeypatch.setattr(function, _failing_for("", print, lambda *_: ""))
    status, report, err = _json(capsys, "generate", str(project))
    assert status == 4
    assert "third" in err and "IndexError at" in err
    kept = [one for one in whole["diff"]["roles"] if not one["template"].startswith("third")]
    assert report["diff"]["roles"] == kept


def test_what_is_expected_goes_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "/no/such/path"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_defect_elsewhere_is_one_line_and_status_4(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from policywright.server import generation

    monkeypatch.setattr(generation, "render_settings", _failing_for("", print, lambda *_: ""))
    assert main(["generate", str(project)]) == 4
    out, err = capsys.readouterr()
    assert not out
    assert err.splitlines()[-1].startswith(
        "policywright: error: an error inside policywright (IndexError at "
    )


def test_a_pipeline_by_itself(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("good", "bad"):
        (project / name / "buildspec.yml").write_text(
            f"phases: {{build: {{commands: [aws s3 ls s3://{name}]}}}}\n"
        )
    failing = _failing_for("bad", pipelines._buildspec, lambda _root, name, *_: name)
    monkeypatch.setattr(pipelines, "_buildspec", failing)
    _, report, _ = _json(capsys, "deploy", str(project))
    granted = {resource for grant in report["grants"] for resource in grant["resources"]}
    assert "arn:aws:s3:::good" in granted and "arn:aws:s3:::bad" not in granted
    said = [one for one in report["unresolved"] if "IndexError" in one["detail"]]
    assert [one["file"].endswith("bad/buildspec.yml") for one in said] == [True]


DENIAL = (
    "User: arn:aws:sts::123456789012:assumed-role/{role}/s is not authorized to perform: {action} on resource: "
    '"{resource}" because no identity-based policy allows the {action} action\n'
)


@pytest.mark.parametrize(
    "place",
    [
        "policywright.knowledge.denials.reader._denial",
        "policywright.server.fix.proposal.Proposer.propose",
    ],
)
def test_a_denial_by_itself(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module, _, name = place.rpartition(".")
    owner: Any
    try:
        owner = importlib.import_module(module)
    except ModuleNotFoundError:
        above, _, inner = module.rpartition(".")
        owner = getattr(importlib.import_module(above), inner)
    monkeypatch.setattr(owner, name, _failing_for("sqs:", getattr(owner, name), lambda *given: given[:2]))
    text = DENIAL.format(role="one", action="s3:GetObject", resource="arn:aws:s3:::b/k") + DENIAL.format(
        role="one", action="sqs:SendMessage", resource="arn:aws:sqs:eu-west-1:123456789012:q"
    )
    status, report, _ = _json(capsys, "fix", text)
    assert status == 4
    assert [one["actions"] for one in report["denials"]] == [["s3:GetObject"]]
    assert any("IndexError at" in note for note in report["notes"])
