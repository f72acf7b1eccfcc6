"""What is done once for a project, however many roles it has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bench import deployed

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure import application

SHARED = """Transform: AWS::Serverless-2016-10-31
Resources:
  Common:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::kept/*'}]
"""
FUNCTION = """  F{n}:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: f{n}.handler, Runtime: python3.12{more}}}
"""
CODE = (
    'import boto3\ndef handler(event, context):\n    boto3.client("s3").get_object(Bucket="kept", Key="k")\n'
)


def _compared(place: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What roles are compared with, in order, in an analysis of a project."""
    seen: list[object] = []
    compare = application.compare

    def counted(needs: object, *args: object, **options: object) -> object:
        seen.append(needs)
        return compare(needs, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(application, "compare", counted)
    assert analyse([place], Options()).infrastructure is not None
    return seen


def test_a_role_is_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module's roles stand for those of its calls: these are asked about again."""
    monkeypatch.setattr(deployed, "WORKERS", 4)
    found = _compared(deployed.write(tmp_path, "terraform"), monkeypatch)
    assert max(Counter(map(id, found)).values()) == 1
    # Four calls, the module, and the calls with what is granted there.
    assert len(found) == 4 + 1 + 4


def test_only_what_shares_a_policy_is_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = SHARED + "".join(
        FUNCTION.format(n=n, more=", Policies: [!Ref Common]" if n < 2 else "") for n in range(6)
    )
    (tmp_path / "template.yaml").write_text(template)
    for n in range(6):
        (tmp_path / "src").mkdir(exist_ok=True)
        (tmp_path / "src" / f"f{n}.py").write_text(CODE)
    assert len(_compared(tmp_path, monkeypatch)) == 6 + 2


def test_what_another_policy_grants_is_no_reason_of_a_resource(tmp_path: Path) -> None:
    """A log group that names its own function is granted in vain, but that is not why it can go."""
    logs = "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${F0}:*"
    policies = f", Policies: [{{Statement: [{{Effect: Allow, Action: 'logs:PutLogEvents', Resource: !Sub '{logs}'}}]}}]"
    head = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
    (tmp_path / "template.yaml").write_text(head + FUNCTION.format(n=0, more=policies))
    (tmp_path / "src").mkdir()
    (tmp_path / "src/f0.py").write_text("def handler(event, context):\n    pass\n")
    found = analyse([tmp_path], Options()).infrastructure
    assert found is not None
    (gone,) = [one for one in found.roles[0].changes if one.kind == "removed"]
    attached = "AWSLambdaBasicExecutionRole, which SAM attaches by itself,"
    assert gone.detail == f"{attached} grants what is needed of it"
