"""Which version of the Serverless Framework a service is for, and how the first one is written for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.editing.data import SUB, Call
from policywright.analyzers.infrastructure.editing.framework import (
    framework_text,
    is_asked_for_as_first,
    says_its_version,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("^1.60.0", True), ("~1.83", True), ("1.x", True), ("1", True), ("=1.2.3", True), ("<2", True),
        ("<2.0.0", True), ("^2.0.0", False), ("3", False), (">=1.60.0", False), ("10.1.0", False), ("*", False),
        ("<2.1", False), ("latest", False),
    ],
)  # fmt: skip
def test_the_version_that_a_package_asks_for(tmp_path: Path, asked: str, first: bool) -> None:
    (tmp_path / "service").mkdir()
    (tmp_path / "service/serverless.yml").write_text("service: orders\n")
    (tmp_path / "service/package.json").write_text(json.dumps({"dependencies": {"aws-sdk": "^2.0.0"}}))
    (tmp_path / "package.json").write_text(json.dumps({"devDependencies": {"serverless": asked}}))
    files = ProjectFiles.below(tmp_path)
    assert is_asked_for_as_first(files, "service/serverless.yml") is first


def test_a_service_says_its_version_itself() -> None:
    assert says_its_version("service: a\nframeworkVersion: '>=1.0.0 <4'\n")
    assert not says_its_version("service: a\n# frameworkVersion: 1\n")


def test_a_name_beside_an_import_is_joined_for_the_first_version() -> None:
    imported = Call("ImportValue", "orders-${sls:stage}")
    data = {SUB: ["arn:${AWS::Partition}:s3:::${Name}/*", {"Name": imported}]}
    text = framework_text(lambda _: {**data}, "service: a\n", first=True)
    assert text(Const("any")) == {
        "Fn::Join": [
            "",
            [
                "arn:", Call("Ref", "AWS::Partition"), ":s3:::",
                Call("ImportValue", "orders-${opt:stage, self:provider.stage}"), "/*",
            ],
        ]
    }  # fmt: skip
