"""What the reader knows of a statement counts: written in another way than ours, the same stays as it is."""

from __future__ import annotations

from pathlib import Path

from tests.analyzers.infrastructure.editing.support import edit, statements, table

from policywright.analyzers.infrastructure import cloudformation, serverless
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const

TEMPLATE = """Resources:
  Orders:
    Type: AWS::DynamoDB::Table
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement:
              - Action: [DynamoDB:GetItem, 'dynamodb:Scan']   # as it came
                Resource:
                  - !Join [':', ['arn:aws:dynamodb', !Ref AWS::Region, !Ref AWS::AccountId, !Sub 'table/${Orders}']]
                  - !Sub '${Orders.Arn}/index/*'
                Condition:
                  StringEquals:
                    aws:PrincipalAccount: [!Sub '${AWS::AccountId}']
                Effect: Allow
"""


def held(stack: Stack) -> HeldStatement:
    (role,) = stack.roles
    return role.policies[0].statements[0]


def test_same_statement_written_otherwise_stays(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    files = ProjectFiles.below(tmp_path)
    (stack,) = cloudformation.read(files)
    old = held(stack)
    assert old.site is not None
    new = NewStatement(
        sid="Ours",
        actions=("dynamodb:GetItem", "dynamodb:Scan"),
        resources=(table("Orders"), table("Orders", "/index/*")),
        conditions=old.conditions,
    )
    (found,) = apply(files, stack, [Edit(kind="replace", site=old.site, statements=(new,))])
    assert found.refused == ()
    assert found.diff() == ""


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    files = ProjectFiles.below(tmp_path)
    (stack,) = cloudformation.read(files)
    old = held(stack)
    assert old.site is not None
    new = NewStatement(
        sid="Ours",
        actions=("dynamodb:GetItem",),
        resources=(table("Orders"), Const("arn:aws:s3:::x")),
        conditions=old.conditions,
    )
    (found,) = apply(files, stack, [Edit(kind="replace", site=old.site, statements=(new,))])
    assert found.after == TEMPLATE.replace(", 'dynamodb:Scan']", "]").replace(
        "- !Sub '${Orders.Arn}/index/*'", "- !Sub 'arn:${AWS::Partition}:s3:::x'"
    )


def test_serverless_managed_policy_gives_way(tmp_path: Path) -> None:
    text = """service: shop
provider:
  name: aws
  iam:
    role:
      managedPolicies:
        - arn:aws:iam::aws:policy/AmazonS3FullAccess
functions:
  api:
    handler: api.handler
"""
    (tmp_path / "serverless.yml").write_text(text)
    files = ProjectFiles.below(tmp_path)
    (stack,) = serverless.read(files)
    path = ("provider", "iam", "role", "managedPolicies", 0)
    one = edit("replace", "serverless.yml", path, statements()["any"], dialect="serverless", name="p")
    (found,) = apply(files, stack, [one])
    assert found.refused == ()
    assert found.after == text.replace(
        "      managedPolicies:\n        - arn:aws:iam::aws:policy/AmazonS3FullAccess\n",
        """      statements:
        - Effect: Allow
          Action: sts:GetSessionToken
          Resource: "*"
""",
    )
