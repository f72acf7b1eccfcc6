"""Bad and hostile files: a stack with problems, never an exception, in bounded time."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from policywright.analyzers.infrastructure.model import ProblemCode, Stack
from policywright.analyzers.infrastructure.terraform import expansion

Project = Callable[[dict[str, str]], tuple[Stack, ...]]
GOOD = """
variable "v" {}
locals { m = { for k, v in var.v : k => "${v}-x" } }
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["a:B"]
    resources = [aws_sqs_queue.q.arn]
  }
}
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_iam_role" "r" {
  assume_role_policy = <<EOF
{"Statement": [{"Action": "${var.v}"}]}
EOF
  inline_policy {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["a"], Resource = "*" }] })
  }
}
resource "aws_lambda_function" "f" {
  role     = aws_iam_role.r.arn
  filename = "x.zip"
  environment { variables = { A = aws_sqs_queue.q.url } }
}
"""


def test_no_terraform_no_stack(project: Project) -> None:
    assert project({"a.py": "", "b.json": "{}"}) == ()


def test_a_broken_block_does_not_hide_the_others(project: Project) -> None:
    (found,) = project({"main.tf": 'resource "a_b" "broken" {\n  x = [1,\n}\n' + GOOD})
    assert [one.id for one in found.workloads] == ["aws_lambda_function.f"]
    (problem,) = [one for one in found.problems if one.code is ProblemCode.UNREADABLE]
    assert problem.span.file == "main.tf" and problem.span.line <= 3


@pytest.mark.parametrize("seed", range(40))
def test_cut_and_shuffled_files_never_raise(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    text = list(GOOD)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text))
        if chance.random() < 0.5:
            del text[at : at + chance.randrange(1, 9)]
        else:
            text.insert(at, chance.choice('{}[]"$%()=.,\n\\<é\u2028'))
    for stack in project({"main.tf": "".join(text)}):
        assert stack.dialect == "terraform"


def test_modules_that_call_each_other_end(project: Project) -> None:
    found = project(
        {
            "main.tf": 'module "a" { source = "./a" }\n',
            "a/main.tf": 'module "b" { source = "../b" }\noutput "x" { value = module.b.x }\n',
            "b/main.tf": 'module "a" { source = "../a" }\noutput "x" { value = module.a.x }\nresource "aws_sqs_queue" "q" {}\n',
        }
    )
    assert [one.name for one in found] == ["."]


def test_a_module_that_calls_itself_ends(project: Project) -> None:
    (found,) = project({"main.tf": 'module "m" { source = "./." }\nresource "aws_sqs_queue" "q" {}\n'})
    assert found.resources


def test_cycles_of_values_end(project: Project) -> None:
    (found,) = project(
        {
            "main.tf": """
            locals {
              a = local.b
              b = [local.a]
            }
            data "aws_iam_policy_document" "x" { source_policy_documents = [data.aws_iam_policy_document.x.json] }
            resource "aws_sqs_queue" "q" { for_each = aws_sqs_queue.q }
            resource "aws_iam_role" "r" { assume_role_policy = data.aws_iam_policy_document.x.json }
            resource "aws_other" "o" {
              x = aws_other.o.y
              y = [aws_other.o.x, aws_other.o.box]
              box { x = aws_other.o.box[0].x }
            }
            resource "aws_sns_topic" "t" { name = aws_other.o.y }
            resource "aws_lambda_alias" "l" { function_name = aws_lambda_alias.l.arn }
            resource "aws_lambda_event_source_mapping" "m" { function_name = aws_lambda_alias.l.arn }
            """
        }
    )
    assert found.role("aws_iam_role.r") is not None


def test_deep_nesting_is_bounded(project: Project) -> None:
    deep = "[" * 5000 + "]" * 5000
    text = f'locals {{ a = {deep} }}\nresource "aws_sqs_queue" "q" {{ name = local.a }}\n'
    (found,) = project({"main.tf": text, "b.tf.json": "[" * 5000})
    assert found.resource("aws_sqs_queue.q") is not None


@pytest.mark.parametrize(
    "step",
    [
        '"${local.x}${local.x}"',
        "[local.x, local.x]",
        "concat([local.x], [local.x])",
        "flatten([local.x, local.x])",
        "{ a = local.x, b = local.x }",
        "jsonencode([local.x, local.x])",
        "[for y in [1, 2] : local.x]",
        'var.v ? "${local.x}a" : "${local.x}b"',
    ],
)
@pytest.mark.parametrize("first", ['"ab"', 'var.v ? "a" : "b"', "var.v"])
def test_values_that_double_are_bounded(project: Project, step: str, first: str) -> None:
    lines = [f"locals {{ x0 = {first} }}", 'variable "v" {}']
    lines += [f"locals {{ x{n} = {step.replace('local.x', f'local.x{n - 1}')} }}" for n in range(1, 90)]
    lines += [
        'resource "aws_lambda_function" "f" {\n  environment {\n    variables = { X = local.x89 }\n  }\n}'
    ]
    (found,) = project({"main.tf": "\n".join(lines) + "\n"})
    assert found.workloads[0].environment.get("X") is not None


def test_modules_that_multiply_are_bounded(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "MAX_MODULES", 500)
    calls = "".join(f'module "m{n}" {{ source = "../NEXT" }}\n' for n in range(8))
    files = {f"d{n}/main.tf": calls.replace("NEXT", f"d{n + 1}") for n in range(9)}
    (found,) = project({**files, "d9/main.tf": 'resource "aws_sqs_queue" "q" {}\n'})
    assert any(problem.code is ProblemCode.UNSUPPORTED for problem in found.problems)


def test_instances_are_bounded(project: Project) -> None:
    (found,) = project({"main.tf": 'resource "aws_sqs_queue" "many" {\n  count = 100000000\n}\n'})
    (queue,) = found.resources
    assert queue.many
