"""Which properties bring a step about: a path's ``*`` stands for names that people choose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.selecting import present
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Struct


@pytest.mark.parametrize("name", ["ON_CREATE", "*", "a.b", "*.*", "=", "!", ""])
def test_names_may_be_anything(tmp_path: Path, name: str) -> None:
    role = "arn:aws:iam::123456789012:role/hook"
    properties = {"Name": "e", "Actions": {name: [{"Name": "x", "Uri": "u", "RoleArn": role}]}}
    resource = {"Type": "AWS::AppConfig::Extension", "Properties": properties}
    (tmp_path / "template.json").write_text(json.dumps({"Resources": {"E": resource}}), encoding="utf-8")
    granted = {
        one for policy in deploy([tmp_path], Options()).analysis.policies for grant in policy.grants
        for one in grant.resources if grant.action == "iam:PassRole"
    }  # fmt: skip
    assert Const(role) in granted


@pytest.mark.parametrize(("path", "verdict"), [
    ("A.B", Tri.YES), ("A.C", Tri.NO), ("A.B=x", Tri.YES), ("A.B=y", Tri.NO),
    ("A.B!=x", Tri.NO), ("A.B!=y", Tri.YES), ("A.C!=y", Tri.NO),
])  # fmt: skip
def test_what_a_path_asks_for(path: str, verdict: Tri) -> None:
    properties = Struct((("A", Struct((("B", Const("x")),))),))
    assert present(properties, path) is verdict
