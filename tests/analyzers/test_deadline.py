"""An analysis that runs out of time answers with what it knows, says what it does not, and calls nothing complete."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from policywright.analyzers.api import Analysis, Options, OutOfTime, analyse
from policywright.analyzers.engine import solver
from policywright.analyzers.kept import Kept
from policywright.analyzers.model import SkipCode, UnresolvedCode

TEMPLATE = """\
Resources:
  {name}:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: ., Handler: app.handler, Runtime: python3.12}}
"""
CALLS = {
    "one": "s3').get_object(Bucket='b', Key='k')",
    "two": "sqs').send_message(QueueUrl='q', MessageBody='x')",
    "three": "sns').publish(TopicArn='t')",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three programs that know nothing of each other, each with its template, and a fourth without."""
    monkeypatch.setattr(solver, "_CHECK_EVERY", 1)
    for name, call in CALLS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "template.yaml").write_text(TEMPLATE.format(name=name.title()))
        (tmp_path / name / "app.py").write_text(
            f"import boto3\nimport {name}_helper\n\ndef handler(event, context):\n    {name}_helper.call()\n"
        )
        (tmp_path / name / f"{name}_helper.py").write_text(
            f"import boto3\n\ndef call():\n    boto3.client('{call}\n"
        )
    (tmp_path / "tool.py").write_text("import boto3\nboto3.client('kms').list_keys()\n")
    return tmp_path


def _after(checks: int) -> tuple[Callable[[], bool], Callable[[], int]]:
    """A clock that is over after so many looks at it, and how often it was looked at."""
    seen = 0

    def clock() -> bool:
        nonlocal seen
        seen += 1
        if seen > checks:
            raise OutOfTime
        return False

    return clock, lambda: seen


def _grants(analysis: Analysis) -> dict[str, set[str]]:
    return {policy.name: {grant.action for grant in policy.grants} for policy in analysis.policies}


def _said(analysis: Analysis) -> bool:
    return any(one.code is UnresolvedCode.BUDGET for one in analysis.unresolved) or any(
        one.code is SkipCode.BUDGET for one in analysis.skipped
    )


@pytest.mark.parametrize("infrastructure", [True, False])
@pytest.mark.plain
def test_whenever_the_time_is_over_what_is_known_is_right(project: Path, infrastructure: bool) -> None:
    options = Options(infrastructure=infrastructure)
    clock, looks = _after(10**9)
    whole = analyse([project], options, cancelled=clock)
    complete = (
        {one.needs.id for one in whole.infrastructure.roles if one.needs.complete}
        if whole.infrastructure
        else set()
    )
    assert not _said(whole) and (complete == {"One", "Two", "Three"} or not infrastructure)
    answered = False
    for checks in [*range(0, 40), *range(40, looks(), 7)]:
        try:
            partial = analyse([project], options, cancelled=_after(checks)[0])
        except OutOfTime:
            assert not answered, "later there was nothing to say any more"
            continue
        answered = True
        assert _said(partial)
        for name, actions in _grants(partial).items():
            assert actions <= set().union(*_grants(whole).values()), name
        for role in partial.infrastructure.roles if partial.infrastructure else ():
            if role.needs.complete:
                name = f"{role.needs.stack.name}:{role.needs.id}"
                assert _grants(partial)[name] == _grants(whole)[name]
            assert not role.of("removed", "narrowed") or role.needs.complete


@pytest.mark.plain
def test_what_was_not_finished_is_not_kept(project: Path) -> None:
    whole = _grants(analyse([project], Options()))
    kept = Kept()
    for checks in range(8, 60, 4):
        with suppress(OutOfTime):
            analyse([project], Options(kept=kept), cancelled=_after(checks)[0])
    assert _grants(analyse([project], Options(kept=kept))) == whole
