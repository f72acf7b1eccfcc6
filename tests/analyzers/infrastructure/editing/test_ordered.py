"""A role's own policies never refer to what CloudFormation makes after the role."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.analyzers.infrastructure.editing.support import bucket

from policywright.analyzers.infrastructure import cloudformation
from policywright.analyzers.infrastructure.changes import Edit, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Value

TEMPLATE = """\
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Inbox:
        Type: AWS::S3::Bucket
        Properties:
          %s
      Fn:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src/
          Events:
            Upload: {Type: S3, Properties: {Bucket: !Ref Inbox, Events: 's3:ObjectCreated:*'}}
      Other:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src/
"""


def granted(root: Path, name: str, id: str, *resources: Value) -> FilePatch:
    (root / "template.yaml").write_text(dedent(TEMPLATE) % name)
    files = ProjectFiles.below(root)
    (stack,) = cloudformation.read(files)
    role = stack.role(f"{id}Role")
    assert role is not None and role.owner is not None
    new = NewStatement(sid="New", actions=("s3:GetObject",), resources=resources)
    (patch,) = apply(files, stack, [Edit(kind="create", site=role.owner, statements=(new,), name="p")])
    return patch


def test_a_bucket_that_notifies_the_function_goes_by_its_name(tmp_path: Path) -> None:
    patch = granted(tmp_path, "BucketName: !Sub '${AWS::StackName}-in'", "Fn", bucket("Inbox", "/*"))
    assert patch.refused == ()
    assert "Resource: !Sub 'arn:${AWS::Partition}:s3:::${AWS::StackName}-in/*'" in patch.after


def test_without_a_name_it_is_refused(tmp_path: Path) -> None:
    patch = granted(tmp_path, "Tags: []", "Fn", bucket("Inbox", "/*"))
    assert patch.after == patch.before
    (line,) = patch.refused
    assert "Inbox is made after Fn, and has no name to write instead" in line


def test_other_functions_refer_to_it(tmp_path: Path) -> None:
    patch = granted(tmp_path, "Tags: []", "Other", bucket("Inbox", "/*"))
    assert 'Resource: !Sub "${Inbox.Arn}/*"' in patch.after
