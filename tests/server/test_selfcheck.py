"""``generate`` judges its own policies where somebody looks for defects."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.knowledge.isolation import fail_loudly
from policywright.server import selfcheck
from policywright.server.generation import DEBUG, generate
from policywright.server.request import Request

PROGRAM = 'import boto3\nboto3.client("s3").get_object(Bucket="b", Key="k")\n'
WRONG = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::b"}],
}


@pytest.fixture(autouse=True)
def _quiet() -> object:
    fail_loudly(False)
    yield
    fail_loudly(True)


def _generate(directory: Path) -> None:
    (directory / "app.py").write_text(PROGRAM)
    generate(Request(paths=(directory,)))


def test_debug_mode_says_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfcheck, "plain_document", lambda policy, place: WRONG)
    _generate(tmp_path)
    monkeypatch.setenv(DEBUG, "1")
    with pytest.raises(selfcheck.FoundFault, match="a defect of policywright, please report it: policy"):
        _generate(tmp_path)


def test_debug_mode_is_silent_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DEBUG, "1")
    _generate(tmp_path)


def test_tests_look_for_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_loudly(True)
    seen: list[object] = []
    monkeypatch.setattr(selfcheck, "check", lambda policies, place: seen.extend(policies))
    _generate(tmp_path)
    assert seen
