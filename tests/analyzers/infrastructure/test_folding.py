"""Very many functions under one role: their logs are one readable statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.server.diffs import patch_text

_HEAD = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Shared:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: lambda.amazonaws.com}}]
      Policies:
        - PolicyName: logs
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: logs:*
                Resource: RESOURCE
"""
_FUNCTION = """
  F{number}:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: books-of-the-shelf-{number:03}
      Handler: app.handler
      Runtime: python3.12
      CodeUri: src
      Role: !GetAtt Shared.Arn
"""


def _project(directory: Path, resource: str, functions: int) -> Path:
    text = _HEAD.replace("RESOURCE", resource)
    text += "".join(_FUNCTION.format(number=number) for number in range(functions))
    (directory / "template.yaml").write_text(text)
    (directory / "src").mkdir()
    (directory / "src" / "app.py").write_text("def handler(event, context):\n    pass\n")
    return directory


def _patched(project: Path) -> str:
    """The template after its patch, which a second run leaves as it is."""
    found = analyse([project], Options()).infrastructure
    assert found is not None
    for patch in found.patches:
        (project / patch.file).write_text(patch.after)
    again = analyse([project], Options()).infrastructure
    assert again is not None and patch_text(again) == ""
    return (project / "template.yaml").read_text()


@pytest.mark.parametrize("resource", ["'*'", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/x:*"])
def test_the_logs_of_very_many_functions_are_one_pattern(tmp_path: Path, resource: str) -> None:
    after = _patched(_project(tmp_path, resource, 150))
    assert after.count("log-group:/aws/lambda/books-of-the-shelf-*:*") == 1
    assert "books-of-the-shelf-001:*" not in after


def test_the_logs_of_a_few_are_named(tmp_path: Path) -> None:
    after = _patched(_project(tmp_path, "'*'", 3))
    assert after.count(":log-group:/aws/lambda/books-of-the-shelf-00") == 3


def test_those_that_are_named_already_stay(tmp_path: Path) -> None:
    names = "".join(
        f"\n                  - arn:aws:logs:*:*:log-group:/aws/lambda/books-of-the-shelf-{number:03}:*"
        for number in range(100)
    )
    after = _patched(_project(tmp_path, names, 100))
    assert after.count(":log-group:/aws/lambda/books-of-the-shelf-") == 100


def test_what_lacks_beside_those_that_are_named_is_added_by_its_name(tmp_path: Path) -> None:
    names = "".join(
        f"\n                  - arn:aws:logs:*:*:log-group:/aws/lambda/books-of-the-shelf-{number:03}:*"
        for number in range(100)
        if number != 50
    )
    after = _patched(_project(tmp_path, names, 100))
    assert after.count(":log-group:/aws/lambda/books-of-the-shelf-050:*") == 1
    assert after.count(":log-group:/aws/lambda/books-of-the-shelf-") == 100


def test_names_that_begin_in_no_common_way_are_listed(tmp_path: Path) -> None:
    project = _project(tmp_path, "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/x:*", 60)
    template = project / "template.yaml"
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = template.read_text()
    for number in range(60):
        name = f"{letters[number % 26]}{number}-of-the-shelf-of-{'very-' * 6}old-books"
        text = text.replace(f"books-of-the-shelf-{number:03}", name)
    template.write_text(text)
    after = _patched(project)
    assert "/aws/lambda/*" not in after
    assert after.count(":log-group:/aws/lambda/") == 60
