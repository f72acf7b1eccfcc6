"""Which files are templates, nested stacks, and input that is no good."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.analyzers.infrastructure.cloudformation import test_roles, test_workloads
from tests.analyzers.infrastructure.cloudformation.support import shown, stacks, workload

from policywright.analyzers.infrastructure.cloudformation import candidates, read
from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.model import ProblemCode
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse

QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue}}\n"


def test_templates_are_told_by_content(tmp_path: Path) -> None:
    found = stacks(
        tmp_path,
        {
            "a/template.yaml": QUEUE,
            "b.json": json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}),
            "c.template": QUEUE,
            "d.yml": "Resources: {Q: {Type: Custom::Thing}}\n",
            "not/values.yaml": "Resources: {limits: {cpu: 1}}\n",
            "not/nested.yml": "resources:\n  Resources: {Q: {Type: AWS::SQS::Queue}}\n",
            "not/list.yml": "Resources: [{Type: AWS::SQS::Queue}]\n",
            "not/text.md": QUEUE,
            "not/package.json": '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}',
        },
    )
    assert list(found) == ["a/template.yaml", "b.json", "c.template", "d.yml"]
    assert all(stack.dialect == "cloudformation" and not stack.problems for stack in found.values())


def test_files_without_the_words_are_not_even_parsed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {x: 1}\n")
    (tmp_path / "b.yaml").write_text(QUEUE)
    assert candidates(ProjectFiles.below(tmp_path)) == ["b.yaml"]


def test_a_broken_template_is_one_problem_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(QUEUE + "x: y: z\n")
    files = ProjectFiles.below(tmp_path)
    (stack,) = read(files)
    (problem,) = stack.problems
    assert not files.problems
    assert (problem.code, problem.span.file, problem.span.line) == (ProblemCode.UNREADABLE, "t.yaml", 2)


PARENT = """
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Inbox: {Type: AWS::SQS::Queue}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child/template.yaml
      Parameters:
        Mode: fast
        Table: !Ref Orders
        TableArn: !GetAtt Orders.Arn
        QueueArn: !GetAtt Inbox.Arn
        Other: !Ref AWS::StackName
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: x}
      Environment: {Variables: {MODE: !GetAtt Child.Outputs.Mode, ARN: !GetAtt Child.Outputs.Arn}}
"""
CHILD = """
Parameters:
  Mode: {Type: String}
  Table: {Type: String}
  TableArn: {Type: String}
  QueueArn: {Type: String}
  Other: {Type: String}
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: x}
      Environment:
        Variables:
          {MODE: !Ref Mode, TABLE: !Ref Table, ARN: !Ref TableArn, QUEUE: !Ref QueueArn, OTHER: !Ref Other}
Outputs:
  Mode: {Value: !Sub "${Mode}er"}
  Arn: {Value: !GetAtt Fn.Arn}
"""


def test_a_child_knows_constants_and_which_parameters_are_one_resource(tmp_path: Path) -> None:
    found = stacks(tmp_path, {"parent.yaml": PARENT, "child/template.yaml": CHILD})
    assert shown(workload(found["child/template.yaml"], "Fn").environment) == {
        "MODE": "fast",
        "TABLE": "<parameter Table>",
        "ARN": "arn:<partition>:dynamodb:<region>:<account>:table/<parameter Table>",
        "QUEUE": "<parameter QueueArn>",
        "OTHER": "<parameter Other>",
    }


def test_a_parent_gets_constants_back_and_names_the_rest(tmp_path: Path) -> None:
    found = stacks(tmp_path, {"parent.yaml": PARENT, "child/template.yaml": CHILD})
    assert shown(workload(found["parent.yaml"], "Fn").environment) == {
        "MODE": "faster", "ARN": "<reference Child.Outputs.Arn>",
    }  # fmt: skip


def test_what_two_parents_pass_differently_stays_a_parameter(tmp_path: Path) -> None:
    second = PARENT.replace("Mode: fast", "Mode: slow")
    found = stacks(tmp_path, {"a.yaml": PARENT, "b.yaml": second, "child/template.yaml": CHILD})
    environment = workload(found["child/template.yaml"], "Fn").environment
    assert shown(environment.get("MODE")) == "<parameter Mode>"
    assert (
        shown(environment.get("ARN")) == "arn:<partition>:dynamodb:<region>:<account>:table/<parameter Table>"
    )


def test_an_output_tells_whose_arn_it_is(tmp_path: Path) -> None:
    parent = """
    Resources:
      Queue: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ../../shared/queue.yaml}}
      Fn:
        Type: AWS::Lambda::Function
        Properties: {Code: {ZipFile: x}, DeadLetterConfig: {TargetArn: !GetAtt Queue.Outputs.Arn}}
    """
    child = "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Arn: {Value: !GetAtt Q.Arn}}\n"
    found = stacks(tmp_path, {"app/template.yaml": parent, "shared/queue.yaml": child})
    sends = next(
        one for one in workload(found["app/template.yaml"], "Fn").needs if one.action == "sqs:SendMessage"
    )
    assert [shown(one) for one in sends.resources] == ["<reference Queue.Outputs.Arn>"]


JUNK: list[Any] = [
    None, "x", 5, True, [], {}, [[]], {"a": 1}, {"Fn::If": ["c"]}, {"Ref": None}, {"Ref": ["a"]}, {"Fn::Sub": []},
    {"Fn::GetAtt": []}, {"Fn::Join": 5}, {"Fn::Select": [0, []]}, {"Fn::FindInMap": ["a"]}, {"Fn::Split": []}, "${",
    {"Fn::If": ["c", {"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}]}, "{{resolve:ssm:x}}", {"Fn::Transform": 1},
    {"Fn::ForEach::A": [1]},
]  # fmt: skip


def plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: plain(one) for key, one in node.value.items()}
    return [plain(one) for one in node.value] if isinstance(node.value, list) else node.value


def places(data: Any) -> list[tuple[Any, Any]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found: list[tuple[Any, Any]] = []
    for key, inner in pairs:
        found.append((data, key))
        found.extend(places(inner))
    return found


@pytest.mark.parametrize(
    "template",
    [
        test_roles.PLAIN, test_roles.SAM, test_workloads.FUNCTIONS, test_workloads.TASKS,
        test_workloads.MACHINES, PARENT,
    ],
)  # fmt: skip
def test_nonsense_anywhere_is_no_exception(tmp_path: Path, template: str) -> None:
    root = parse("t", template).root
    assert root is not None
    rng = random.Random(template)
    before = plain(root)
    for number in range(60):
        data = json.loads(json.dumps(before))
        for _ in range(rng.randint(1, 4)):
            holder, key = rng.choice(places(data))
            holder[key] = deepcopy(rng.choice(JUNK))
        (tmp_path / "t.json").write_text(json.dumps(data))
        files = ProjectFiles.below(tmp_path)
        for stack in read(files):
            assert stack.name == "t.json", number
            for one in stack.workloads:
                entry_points(one, files)


@pytest.mark.parametrize("template", [test_roles.PLAIN, test_workloads.FUNCTIONS])
def test_reading_twice_gives_the_same(tmp_path: Path, template: str) -> None:
    assert stacks(tmp_path, {"t.yaml": template}) == stacks(tmp_path, {"t.yaml": template})
