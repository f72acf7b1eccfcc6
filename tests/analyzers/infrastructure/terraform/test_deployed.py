"""Plans and states: real names beside ``.tf`` files, and all there is to read without them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from policywright.analyzers.infrastructure.model import Stack
from policywright.knowledge.values import Const

Project = Callable[[dict[str, str]], tuple[Stack, ...]]

QUEUE = {"name": "jobs-prod-1a2b", "arn": "arn:aws:sqs:eu-west-1:123456789012:jobs-prod-1a2b"}
POLICY = json.dumps({"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": QUEUE["arn"]}]})
ROLE = {
    "name": "worker-1",
    "arn": "arn:aws:iam::123456789012:role/worker-1",
    "assume_role_policy": "{}",
    "inline_policy": [{"name": "own", "policy": POLICY}],
}
FUNCTION = {
    "function_name": "worker",
    "role": ROLE["arn"],
    "handler": "app.handler",
    "runtime": "python3.12",
    "filename": "src",
    "environment": [{"variables": {"QUEUE": QUEUE["name"]}}],
}
STATE: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.9.0",
    "resources": [
        {"mode": "data", "type": "aws_region", "name": "x", "instances": [{"attributes": {"name": "eu-west-1"}}]},
        {"mode": "managed", "type": "aws_sqs_queue", "name": "q", "instances": [{"index_key": "a", "attributes": QUEUE}]},
        {"module": "module.m", "mode": "managed", "type": "aws_iam_role", "name": "r", "instances": [{"attributes": ROLE}]},
        {"mode": "managed", "type": "aws_iam_role_policy", "name": "p",
         "instances": [{"attributes": {"name": "own", "role": "worker-1", "policy": POLICY}}]},
        {"mode": "managed", "type": "aws_lambda_function", "name": "f", "instances": [{"attributes": FUNCTION}]},
    ],
}  # fmt: skip
PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.9.0",
    "planned_values": {
        "root_module": {
            "resources": [
                {"address": 'aws_sqs_queue.q["a"]', "mode": "managed", "type": "aws_sqs_queue", "name": "q",
                 "index": "a", "values": QUEUE},
                {"address": "aws_lambda_function.f", "mode": "managed", "type": "aws_lambda_function", "name": "f",
                 "values": FUNCTION},
            ],
            "child_modules": [
                {"address": "module.m", "resources": [
                    {"address": "module.m.aws_iam_role.r", "mode": "managed", "type": "aws_iam_role", "name": "r",
                     "values": ROLE},
                ]},
            ],
        }
    },
}  # fmt: skip


def check(found: Stack) -> None:
    queue = found.resource('aws_sqs_queue.q["a"]')
    assert queue is not None and queue.name == Const("jobs-prod-1a2b")
    (function,) = found.workloads
    assert (function.name, function.code.directory) == (Const("worker"), "src")
    assert function.environment.get("QUEUE") == Const("jobs-prod-1a2b")
    assert function.role == "module.m.aws_iam_role.r"
    (role,) = found.roles
    assert role.name == Const("worker-1") and role.owner is None
    (policy,) = role.policies
    assert policy.name == "own" and policy.site is None and policy.statements_site is None
    assert [one.actions for one in policy.statements] == [(Const("sqs:*"),)]
    assert policy.statements[0].site is None


def test_a_state_alone(project: Project) -> None:
    (found,) = project({"terraform.tfstate": json.dumps(STATE), "src/app.py": ""})
    assert found.name == "terraform.tfstate"
    check(found)


def test_a_plan_alone_needs_a_state_or_terraform_file_to_be_looked_for(project: Project) -> None:
    (found,) = project({"plan.json": json.dumps(PLAN), "empty.tf": "", "src/app.py": ""})
    check(found)


def test_names_of_a_state_go_into_the_stack_of_the_files(project: Project) -> None:
    (found,) = project(
        {
            "main.tf": 'resource "aws_sqs_queue" "q" {\n  for_each = toset(["a", "b"])\n  name_prefix = "jobs-"\n}\n',
            "terraform.tfstate": json.dumps(STATE),
        }
    )
    assert found.name == "."
    names = {one.id: one.name for one in found.resources}
    assert names['aws_sqs_queue.q["a"]'] == Const("jobs-prod-1a2b")
    assert names['aws_sqs_queue.q["b"]'] != Const("jobs-prod-1a2b")
    assert found.resources[0].span.file == "main.tf"


def test_other_json_files_are_no_plans(project: Project) -> None:
    assert project({"floor-plan.json": '{"format_version": 1}', "a.tf": ""}) == ()
