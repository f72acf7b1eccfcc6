"""Nothing is written without approval, from any path: with a recording stand-in for the account."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from tests.server.fix.test_account import TEXT

from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy
from policywright.server import account as account_module
from policywright.server import cli
from policywright.server.account import AwsError, Live
from policywright.server.commands import fix as command
from policywright.server.fix import workflow
from policywright.server.fix.model import Ask, ChangedMeanwhile
from policywright.server.principals import Target

ARN = "arn:aws:iam::123456789012:role/service-role/app"


class Recorder:
    """Has one role, answers like the account, and records every call."""

    calls: list[tuple[str, str]]
    document: Mapping[str, Any] | None = None
    simulator: bool | None = True
    gaps: tuple[str, ...] = ()
    boundary: NamedPolicy | None = None
    arn = ARN
    caller = "arn:aws:iam::123456789012:user/me"

    def __init__(self) -> None:
        self.calls = []

    def identity(self) -> tuple[str, str]:
        return "123456789012", self.caller

    def read(self, target: Target) -> Live:
        found = Target(kind="role", name="app", account="123456789012", arn=self.arn)
        return Live(target=found, own=self.document, gaps=self.gaps, boundary=self.boundary)

    def exists(self, target: Target) -> bool:
        return True

    def own_policy(self, target: Target) -> Mapping[str, Any] | None:
        return self.document

    def put(self, target: Target, text: str) -> None:
        self.calls.append(("put", text))
        self.document = json.loads(text)

    def delete(self, target: Target) -> None:
        self.calls.append(("delete", target.policy_name))
        self.document = None

    def simulate(self, target: Target, request: EvaluationRequest) -> bool:
        assert target.policy_source_arn == ARN
        if self.simulator is None:
            raise AwsError("iam:SimulatePrincipalPolicy: AccessDenied: no", "AccessDenied")
        return self.simulator

    def decoded(self, message: str) -> str:
        inner = {
            "allowed": False,
            "explicitDeny": False,
            "context": {
                "principal": {"arn": "arn:aws:sts::123456789012:assumed-role/app/run"},
                "action": "ec2:StartInstances",
                "resource": "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123",
            },
        }
        return json.dumps(inner)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Recorder:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    made = Recorder()
    monkeypatch.setattr(account_module, "Account", lambda *_arguments: made)
    return made


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "status", "applied"),
    [
        ("y\n", 0, "applied"),
        ("yes\n", 0, "applied"),
        ("\n", 1, "declined"),
        ("n\n", 1, "declined"),
        ("yess\n", 1, "declined"),
        ("", 1, "declined"),
    ],
)
def test_the_prompt(
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    status: int,
    applied: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert cli.main(["fix", TEXT, "--apply", "--format", "json"]) == status
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert report["applied"] == applied
    assert report["diff"] in printed.err
    for line in (
        "Change the inline policy policywright-app of role app?",
        "account:   123456789012",
        "caller:    arn:aws:iam::123456789012:user/me",
        "profile:   none named (the default credentials)",
        f"principal: {ARN}",
        "There is no such policy yet: what the diff adds is the whole document.",
    ):
        assert line in printed.err
    assert f"Make this change ({report['change']['hash']})? [y/N]" in printed.err
    assert bool(recorder.calls) is (applied == "applied")


def test_the_prompt_shows_the_whole_document(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the diff shows a part of it, and with whatever is in it made visible."""
    many = [
        {"Sid": f"S{n}", "Effect": "Allow", "Action": f"s3:Get{n}", "Resource": f"arn:aws:s3:::b{n}/\x1b[2K"}
        for n in range(20)
    ]
    recorder.document = {"Version": "2012-10-17", "Statement": many}
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert cli.main(["fix", TEXT, "--apply", "--profile", "work", "--format", "json"]) == 0
    shown = capsys.readouterr().err
    assert "profile:   work" in shown
    whole = shown.split("The whole document will be:\n")[1].split("\n\nHash:")[0]
    assert json.loads(whole) == recorder.document
    assert "\x1b" not in shown
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert cli.main(["fix", "--undo", "--profile", "work"]) == 0
    shown = capsys.readouterr().err
    assert "Restore the inline policy policywright-app of role app?" in shown
    assert "caller:    arn:aws:iam::123456789012:user/me" in shown


def test_credentials_that_change_under_the_question_change_nothing(recorder: Recorder) -> None:
    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None
    recorder.caller = "arn:aws:iam::123456789012:user/somebody-else"
    with pytest.raises(ChangedMeanwhile, match="somebody else's"):
        workflow.execute(shown, shown.change.hash)
    assert recorder.calls == []


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--live"],
        ["--profile", "p"],
        ["--apply"],
        ["--live", "--format", "diff"],
        ["--force", "--resource-pattern", "--live"],
    ],
    ids=" ".join,
)
def test_no_path_writes_without_a_person(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(command, "_answer", lambda *_arguments, **_options: None)
    cli.main(["fix", TEXT, *options])
    assert recorder.calls == []


def test_execute_takes_the_approved_change_only(recorder: Recorder) -> None:
    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None
    for result, approved in (
        (shown, ""),
        (shown, "0" * 16),
        (workflow.prepare(Ask(text=TEXT, live=True)), shown.change.hash),
        (workflow.prepare(Ask(text=TEXT)), shown.change.hash),
    ):
        with pytest.raises(ChangedMeanwhile):
            workflow.execute(result, approved)
    assert recorder.calls == []
    done = workflow.execute(shown, shown.change.hash)
    assert done.applied == "applied"
    with pytest.raises(ChangedMeanwhile):
        workflow.execute(done, shown.change.hash)
    assert len(recorder.calls) == 1


def test_a_second_writer_is_not_overwritten(recorder: Recorder) -> None:
    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None
    theirs = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    recorder.document = theirs
    with pytest.raises(ChangedMeanwhile, match="changed by somebody else"):
        workflow.execute(shown, shown.change.hash)
    assert recorder.calls == []
    assert recorder.document == theirs


@pytest.mark.parametrize(
    ("simulator", "gaps", "by", "certainty"),
    [(True, (), "simulator", "high"), (None, (), "evaluator", "medium"), (None, ("a",), "evaluator", "low")],
)
def test_how_sure_the_verification_is(
    recorder: Recorder, simulator: bool | None, gaps: tuple[str, ...], by: str, certainty: str
) -> None:
    recorder.simulator, recorder.gaps = simulator, gaps
    shown = workflow.prepare(Ask(text=TEXT, apply=True))
    assert shown.change is not None
    verified = workflow.execute(shown, shown.change.hash).verified
    assert verified is not None
    assert (verified.by, verified.certainty, verified.allowed) == (by, certainty, True)


def test_still_denied_is_a_finding(recorder: Recorder) -> None:
    recorder.simulator = False
    assert cli.main(["fix", TEXT, "--apply", "--yes"]) == 1
    assert len(recorder.calls) == 1


def test_a_boundary_that_would_refuse_stops_it(recorder: Recorder) -> None:
    recorder.boundary = NamedPolicy(name="the-boundary", document={"Version": "2012-10-17", "Statement": []})
    result = workflow.prepare(Ask(text=TEXT, apply=True))
    assert result.change is None
    assert any("the-boundary" in note for note in result.notes)


@pytest.mark.parametrize("path", ["aws-service-role/x.amazonaws.com/", "aws-reserved/sso.amazonaws.com/"])
def test_a_role_whose_path_says_that_it_is_not_ours_to_change(recorder: Recorder, path: str) -> None:
    recorder.arn = f"arn:aws:iam::123456789012:role/{path}app"
    result = workflow.prepare(Ask(text=TEXT, apply=True))
    assert result.change is None
    assert result.status == 1


def test_an_encoded_message_is_decoded_when_aws_may_be_asked(recorder: Recorder) -> None:
    text = (
        "An error occurred (UnauthorizedOperation) when calling the StartInstances operation: You are not "
        "authorized to perform this operation. Encoded authorization failure message: "
        "4GIOHlTkIaWHQD0Q0m6XSnuUMCm-abcDEF_123"
    )
    offline = workflow.prepare(Ask(text=text))
    command = "aws sts decode-authorization-message --encoded-message 4GIOH"
    assert any(command in note for note in offline.notes)
    live = workflow.prepare(Ask(text=text, live=True))
    assert live.change is not None and live.change.after is not None
    (statement,) = live.change.after["Statement"]
    assert statement["Resource"] == "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123"
