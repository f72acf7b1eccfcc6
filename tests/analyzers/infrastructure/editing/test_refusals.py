"""What can't be edited is refused with one line, and the other edits of the file are made all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.infrastructure.editing.support import edit, patch, stack, statements

from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.project import ProjectFiles

NEW = statements()
FUNCTION = """Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Role: !GetAtt Role.Arn
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies: !If [Big, [{PolicyName: a}], []]
  Used:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: s3:*
            Resource: '*'
  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns:
        - !Ref Used
        - arn:aws:iam::aws:policy/AWSLambdaExecute
"""
USED = ("Resources", "Used", "Properties", "PolicyDocument", "Statement")


@pytest.mark.parametrize(
    ("kind", "path", "reason"),
    [
        ("create", ("Resources", "Fn"), "Fn has a Role, so its own Policies count for nothing"),
        ("create", ("Resources", "Role"), "the policies of Role are chosen by a condition"),
        ("create", ("Resources", "Nobody"), "there is no Nobody"),
        ("append", (*USED, 0, "Action"), "it is no list of statements"),
        ("replace", (*USED, 3), "there is no element 3 in the list"),
        (
            "delete",
            (*USED, 0),
            "Used would be left without statements, and the template refers to it",
        ),
    ],
)
def test_cloudformation(kind: str, path: tuple[str | int, ...], reason: str, tmp_path: Path) -> None:
    new = () if kind == "delete" else (NEW["any"],)
    bad = edit(kind, "template.yaml", path, *new, name="x")  # type: ignore[arg-type]
    good = edit("create", "template.yaml", ("Resources", "Other"), NEW["any"], name="fine")
    found = patch(tmp_path, FUNCTION, [bad, good], stack())
    assert [line.rpartition(": ")[2] for line in found.refused] == [reason]
    assert all(line.startswith(f"template.yaml: {kind} at ") and "\n" not in line for line in found.refused)
    assert "PolicyName: fine" in found.after


def test_managed_policy_gives_way_to_statements(tmp_path: Path) -> None:
    path = ("Resources", "Other", "Properties", "ManagedPolicyArns", 1)
    found = patch(tmp_path, FUNCTION, [edit("replace", "t.yaml", path, NEW["any"], name="own")], stack())
    assert found.refused == ()
    assert found.after == FUNCTION.replace(
        "        - arn:aws:iam::aws:policy/AWSLambdaExecute\n",
        """      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: sts:GetSessionToken
                Resource: '*'
""",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "not valid YAML or JSON: "),
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("a: &a [*a]\n", "there is no Resources"),
        ("[" * 1000, "nested deeper than 200 levels"),
        ("- 1\n", "there is no Resources"),
        ("Resources: {Fn: {Type: x}, Fn: {Type: y}}\n", "Fn stands twice in one mapping"),
    ],
)
def test_bad_files(text: str, reason: str, tmp_path: Path) -> None:
    found = patch(
        tmp_path, text, [edit("create", "t.yaml", ("Resources", "Fn"), NEW["any"], name="x")], stack()
    )
    (line,) = found.refused
    assert f": {reason}" in line
    assert "\n" not in line
    assert found.before == found.after == text


@pytest.mark.parametrize("text", ["resource {", 'a "b" "c" {\n  x = [\n}\n', ""])
def test_bad_terraform(text: str, tmp_path: Path) -> None:
    one = edit("create", "main.tf", ("resource", "aws_iam_role", "r"), NEW["any"], dialect="terraform")
    found = patch(tmp_path, text, [one], stack("terraform"))
    assert len(found.refused) == 1
    assert found.before == found.after == text


def test_file_that_is_not_there(tmp_path: Path) -> None:
    one = edit("create", "gone.yaml", ("Resources", "Fn"), NEW["any"], name="x")
    (found,) = apply(ProjectFiles.below(tmp_path), stack(), [one])
    assert found.refused == ("gone.yaml: create at Resources.Fn: the file can't be read",)
    assert found.before == found.after == ""


def test_mark_and_missing_last_line_break_stay(tmp_path: Path) -> None:
    text = "\ufeff" + FUNCTION.removesuffix("\n")
    found = patch(
        tmp_path, text, [edit("create", "t.yaml", ("Resources", "Other"), NEW["any"], name="x")], stack()
    )
    assert found.before == text
    assert found.after.startswith("\ufeffResources:")
    assert found.after.endswith("Resource: '*'")
    assert found.after.startswith(text)


def test_one_bad_edit_among_many(tmp_path: Path) -> None:
    """The others are made; the bad one is found by halves."""
    text = "Resources:\n"
    for number in range(40):
        text += (
            f"  R{number}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {{}}\n"
        )
    edits = [
        edit("create", "t.yaml", ("Resources", f"R{number}"), NEW["any"], name="x") for number in range(40)
    ]
    edits[17] = edit("create", "t.yaml", ("Resources", "Gone"), NEW["any"], name="x")
    found = patch(tmp_path, text, edits, stack())
    assert found.refused == ("t.yaml: create at Resources.Gone: there is no Gone",)
    assert found.after.count("PolicyName: x") == 39


def test_unicode_before_the_place(tmp_path: Path) -> None:
    text = "# é \U0001f600 \u4e2d\n" + FUNCTION
    found = patch(
        tmp_path, text, [edit("create", "t.yaml", ("Resources", "Other"), NEW["any"], name="x")], stack()
    )
    assert found.refused == ()
    assert found.after.startswith(text)
