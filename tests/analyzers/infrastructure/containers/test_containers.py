"""ECS task definitions and Copilot services as stacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policywright.analyzers.infrastructure import containers
from policywright.analyzers.infrastructure.model import Code, ProblemCode, Site, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Hole, Struct, Text, Unknown


def project(tmp_path: Path, **texts: str) -> ProjectFiles:
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return ProjectFiles.below(tmp_path)


def read(tmp_path: Path, **texts: str) -> tuple[Stack, ...]:
    return containers.read(project(tmp_path, **texts))


# --- ECS ---


def definition(**more: Any) -> str:
    return json.dumps(
        {
            "family": "orders",
            "taskRoleArn": "arn:aws:iam::123456789012:role/orders-task",
            "executionRoleArn": "arn:aws:iam::123456789012:role/agent",
            "containerDefinitions": [
                {
                    "name": "app",
                    "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1",
                    "environment": [{"name": "TABLE", "value": "orders"}, {"name": "MODE", "value": "a"}],
                    "secrets": [{"name": "PASSWORD", "valueFrom": "arn:aws:ssm:eu-west-1:1:parameter/p"}],
                },
                {
                    "name": "side",
                    "image": "public.ecr.aws/x/y",
                    "environment": [{"name": "MODE", "value": "b"}],
                },
            ],
            **more,
        },
        indent=1,
    )


def test_a_task_definition_runs_the_image_that_is_built_beside_it(tmp_path: Path) -> None:
    (stack,) = read(
        tmp_path,
        **{
            "deploy/task.json": definition(),
            "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
            "app.py": "",
        },
    )
    assert (stack.name, stack.dialect, stack.problems) == ("deploy/task.json", "ecs", ())
    (workload,) = stack.workloads
    assert (workload.id, workload.kind, workload.role) == ("orders", "task", "orders-task")
    assert workload.code == Code(directory="", entries=("app.py",), sidecars=("public.ecr.aws/x/y",))
    assert workload.environment == Struct((
        ("TABLE", Const("orders")), ("MODE", Unknown("several")), ("PASSWORD", Unknown("secret")),
    ))  # fmt: skip
    (role,) = stack.roles
    assert (role.id, role.external, role.services) == ("orders-task", True, ("ecs-tasks.amazonaws.com",))


def test_a_task_without_a_role_or_code_says_so(tmp_path: Path) -> None:
    text = json.dumps({"taskDefinition": json.loads(definition(taskRoleArn=None))})
    (stack,) = read(tmp_path, **{"task.json": text, "other.json": '{"note": "\\"containerDefinitions\\""}'})
    assert [one.code for one in stack.problems] == [ProblemCode.ROLE_NOT_FOUND]
    (workload,) = stack.workloads
    assert workload.role is None
    assert workload.code.opaque is not None and "no Dockerfile" in workload.code.opaque


# --- Copilot ---

MANIFEST = """\
name: api
type: Load Balanced Web Service
image:
  build: services/api/Dockerfile
  port: 80
variables:
  LOG: info
secrets:
  TOKEN: /shop/token
environments:
  test:
    variables: {DEBUG: true}
"""
ADDON = """\
Parameters: {App: {Type: String}, Env: {Type: String}, Name: {Type: String}}
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub "${App}-${Env}-orders"}
  Access:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - {Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Orders.Arn}
Outputs:
  OrdersTableName: {Value: !Ref Orders}
  AccessPolicy: {Value: !Ref Access}
"""


def test_copilot_addons_are_variables_and_policies_of_the_service(tmp_path: Path) -> None:
    (stack,) = read(
        tmp_path,
        **{
            "copilot/api/manifest.yml": MANIFEST,
            "copilot/api/addons/table.yml": ADDON,
            "copilot/environments/test/manifest.yml": "name: test\ntype: Environment\n",
            "copilot/site/manifest.yml": "name: site\ntype: Static Site\n",
            "services/api/Dockerfile": 'FROM node:20\nWORKDIR /a\nCOPY . .\nCMD ["node", "index.js"]\n',
            "services/api/index.js": "",
        },
    )
    addon = "copilot/api/addons/table.yml"
    assert (stack.name, stack.dialect, stack.problems) == ("copilot/api/manifest.yml", "copilot", ())
    assert stack.files == ("copilot/api/manifest.yml", addon)
    assert stack.parameters == ("App", "Env", "Name")
    (workload,) = stack.workloads
    assert (workload.id, workload.kind, workload.role) == ("api", "task", "TaskRole")
    assert workload.code == Code(directory="services/api", entries=("services/api/index.js",))
    environment = dict(workload.environment.fields)
    assert environment["ORDERS_TABLE_NAME"] == Text((Hole(kind="reference", name="Orders"),))
    assert environment["LOG"] == Const("info")
    assert environment["DEBUG"] == Const("true")
    assert environment["TOKEN"] == Unknown("secret")
    assert "ACCESS_POLICY" not in environment
    (role,) = stack.roles
    (policy,) = role.policies
    path = ("Resources", "Access", "Properties", "PolicyDocument", "Statement")
    assert (policy.kind, policy.name) == ("customer-managed", "Access")
    assert policy.statements_site == Site(file=addon, dialect="cloudformation", path=path)
    assert policy.statements[0].site == Site(file=addon, dialect="cloudformation", path=(*path, 0))
    table = stack.resource("Orders")
    assert table is not None and table.type == "AWS::DynamoDB::Table"
    assert table.name == Text((
        Hole(kind="parameter", name="App"), "-", Hole(kind="parameter", name="Env"), "-orders",
    ))  # fmt: skip


def test_what_copilot_grants_by_itself(tmp_path: Path) -> None:
    (stack,) = read(
        tmp_path,
        **{
            "copilot/worker/manifest.yml": (
                "name: worker\ntype: Worker Service\nimage: {location: example/worker}\n"
                "publish: {topics: [{name: done}]}\n"
            )
        },
    )
    (role,) = stack.roles
    assert [(one.kind, one.name) for one in role.policies] == [
        ("implied", "Publish2SNS"),
        ("implied", "EventsQueueAccess"),
    ]
    (workload,) = stack.workloads
    assert workload.code.opaque == "container image example/worker is not built here"


def test_a_missing_dockerfile_is_said(tmp_path: Path) -> None:
    (stack,) = read(tmp_path, **{"copilot/api/manifest.yml": MANIFEST})
    assert [(one.code, one.detail) for one in stack.problems] == [
        (ProblemCode.CODE_NOT_FOUND, "api: its Dockerfile services/api/Dockerfile isn't there")
    ]
