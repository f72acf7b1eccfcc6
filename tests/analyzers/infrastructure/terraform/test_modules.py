"""Modules of the project, modules of the registry, and how to write what is in another one."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers.infrastructure.model import ProblemCode, Stack
from policywright.knowledge.values import Const, Hole, Text

Make = Callable[..., Stack]


def table(id: str) -> Text:
    parts = (
        "arn:",
        Hole(kind="partition"),
        ":dynamodb:",
        Hole(kind="region"),
        ":",
        Hole(kind="account"),
        ":table/",
    )
    return Text((*parts, Hole(kind="reference", name=id)))


LOCAL = {
    "modules/store/main.tf": """
        variable "name" {}
        variable "extra" { default = "none" }
        resource "aws_dynamodb_table" "t" { name = "${var.name}-${var.extra}" }
        output "arn" { value = aws_dynamodb_table.t.arn }
        """,
    "modules/fn/main.tf": """
        variable "table_arn" {}
        variable "queue" {}
        variable "stage" {}
        data "aws_region" "here" {}
        resource "aws_iam_role" "r" {
          name               = "fn-${var.stage}"
          assume_role_policy = "{}"
        }
        resource "aws_iam_role_policy" "p" {
          role   = aws_iam_role.r.name
          policy = jsonencode({ Statement = [{
            Effect = "Allow", Action = "a:B", Resource = [var.table_arn, var.queue.arn]
          }] })
        }
        resource "aws_lambda_function" "f" {
          function_name = "f"
          role          = aws_iam_role.r.arn
          handler       = "app.handler"
          runtime       = "python3.12"
          filename      = "${path.module}/code"
        }
        """,
    "modules/fn/code/app.py": "",
}
MAIN = """
variable "stage" { default = "dev" }
resource "aws_sqs_queue" "q" {}
module "store" {
  source   = "./modules/store"
  for_each = toset(["eu", "us"])
  name     = each.key
}
module "fn" {
  source    = "./modules/fn"
  table_arn = module.store["eu"].arn
  queue     = aws_sqs_queue.q
  stage     = var.stage
}
"""


def test_inputs_outputs_and_addresses(stack: Make) -> None:
    found = stack(MAIN, LOCAL)
    names = {one.id: one.name for one in found.resources if one.type == "AWS::DynamoDB::Table"}
    assert names == {
        'module.store["eu"].aws_dynamodb_table.t': Const("eu-none"),
        'module.store["us"].aws_dynamodb_table.t': Const("us-none"),
    }
    (function,) = found.workloads
    assert (function.id, function.role) == ("module.fn.aws_lambda_function.f", "module.fn.aws_iam_role.r")
    assert function.code.directory == "modules/fn/code"
    role = found.role("module.fn.aws_iam_role.r")
    assert role is not None
    assert role.name == Text(("fn-", Hole(kind="parameter", name="var.stage")))
    (statement,) = role.policies[0].statements
    assert statement.resources[0] == table('module.store["eu"].aws_dynamodb_table.t')
    assert statement.span.file == "modules/fn/main.tf"
    assert found.files == ("main.tf", "modules/store/main.tf", "modules/fn/main.tf")
    assert found.problems == ()


def test_spellings(stack: Make) -> None:
    said = {(one.directory, one.id, one.attribute): one.expression for one in stack(MAIN, LOCAL).spellings}
    eu = 'module.store["eu"].aws_dynamodb_table.t'
    assert said["", eu, "arn"] == 'module.store["eu"].arn'
    assert said["modules/fn", eu, "arn"] == "var.table_arn"
    assert said["modules/store", eu, "arn"] == "aws_dynamodb_table.t.arn"
    assert said["modules/fn", "aws_sqs_queue.q", "url"] == "var.queue.url"
    assert said["modules/fn", "", "var.stage"] == "var.stage"
    assert said["modules/fn", "", "region"] == "data.aws_region.here.id"
    assert ("", "", "region") not in said, "the root has no such data source"
    assert ("", eu, "name") not in said, "the module has no such output"


def test_a_called_module_is_no_root(project: Callable[[dict[str, str]], tuple[Stack, ...]]) -> None:
    found = project(
        {
            "main.tf": 'variable "x" {}\nresource "aws_sqs_queue" "q" { name = var.x }\n',
            "examples/a/main.tf": 'module "m" {\n  source = "../.."\n  x = "named"\n}\n',
            "other/main.tf": 'resource "aws_sqs_queue" "q" {}\n',
        }
    )
    assert [one.name for one in found] == ["examples/a", "other"]
    assert [(one.id, one.name) for one in found[0].resources] == [
        ("module.m.aws_sqs_queue.q", Const("named"))
    ]


def test_a_module_from_elsewhere_is_a_problem(stack: Make) -> None:
    found = stack(
        'module "x" { source = "acme/x/aws" }\nresource "aws_lambda_function" "f" {\n  role = module.x.role_arn\n'
        '  image_uri = "i"\n}\n'
    )
    (problem,) = found.problems
    assert (problem.code, problem.span.line) == (ProblemCode.UNSUPPORTED, 1)
    assert problem.detail == "module.x comes from acme/x/aws; what it makes is not known here"
    assert found.workloads[0].role == "module.x.role_arn" and found.roles[0].external


def test_known_modules_of_the_registry(stack: Make) -> None:
    found = stack(
        """
module "q" {
  source            = "terraform-aws-modules/sqs/aws"
  name              = "jobs"
  kms_master_key_id = aws_kms_key.k.arn
}
resource "aws_kms_key" "k" {}
resource "aws_dynamodb_table" "t" {}
module "fn" {
  source        = "git::https://github.com/terraform-aws-modules/terraform-aws-lambda.git?ref=v7"
  function_name = "f"
  handler       = "app.handler"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"
  environment_variables    = { QUEUE = module.q.queue_url }
  attach_policy_statements = true
  policy_statements = {
    table = { effect = "Allow", actions = ["dynamodb:PutItem"], resources = [aws_dynamodb_table.t.arn] }
  }
  attach_policy = true
  policy        = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
  event_source_mapping = { sqs = { event_source_arn = module.q.queue_arn } }
}
""",
        {"src/app.py": ""},
    )
    queue = found.resource("module.q.aws_sqs_queue.this[0]")
    assert queue is not None and (queue.type, queue.name) == ("AWS::SQS::Queue", Const("jobs"))
    assert queue.key is not None
    (function,) = found.workloads
    assert (function.code.directory, function.code.handler) == ("src", "app.handler")
    assert {need.why for need in function.needs} >= {"polls the queue module.q.aws_sqs_queue.this[0]"}
    assert function.role is not None
    role = found.role(function.role)
    assert role is not None and role.owner is not None and role.owner.path == ("module", "fn")
    held = {policy.kind: policy for policy in role.policies}
    assert set(held) == {"inline", "implied", "aws-managed"}
    (statement,) = held["inline"].statements
    assert statement.resources == (table("aws_dynamodb_table.t"),)
    assert statement.site is not None and statement.site.path == (
        "module",
        "fn",
        "policy_statements",
        "table",
    )
    assert held["inline"].statements_site is not None
    assert held["inline"].statements_site.path == ("module", "fn", "policy_statements")
    assert held["implied"].statements_site is None and held["implied"].statements[0].site is None
    said = {(one.id, one.attribute): one.expression for one in found.spellings}
    assert said["module.q.aws_sqs_queue.this[0]", "arn"] == "module.q.queue_arn"
    assert found.problems == ()


def test_json_files(project: Callable[[dict[str, str]], tuple[Stack, ...]]) -> None:
    (found,) = project(
        {
            "main.tf.json": """
            {"resource": {
               "aws_sqs_queue": {"q": {"name": "jobs-${var.stage}"}},
               "aws_iam_role": {"r": {"assume_role_policy": "{}", "inline_policy": [
                 {"name": "own", "policy": "${data.aws_iam_policy_document.d.json}"}]}}},
             "data": {"aws_iam_policy_document": {"d": {"statement": [
               {"actions": ["sqs:SendMessage"], "resources": ["${aws_sqs_queue.q.arn}"]}]}}},
             "variable": {"stage": {}}}
            """
        }
    )
    assert found.resources[0].name == Text(("jobs-", Hole(kind="parameter", name="var.stage")))
    (statement,) = found.roles[0].policies[0].statements
    assert statement.actions == (Const("sqs:SendMessage"),)
    assert statement.site is not None
    assert statement.site.path == ("<json>", "data", "aws_iam_policy_document", "d", "statement", 0)
