"""Functions, tasks and state machines: code, environment, needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policywright.analyzers.infrastructure.model import Code, ProblemCode, Stack, Workload
from policywright.knowledge.values import Const, Hole, OneOf, Struct, Text

Make = Callable[..., Stack]
ROLE = 'resource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}\n'
ARCHIVE = (
    'data "archive_file" "zip" {\n  type = "zip"\n  source_dir = "${path.module}/src"\n'
    '  output_path = "${path.module}/out/x.zip"\n}\n'
)
PYTHON = {"src/app.py": "def handler(event, context): ...\n"}


def function(body: str) -> str:
    return (
        f'{ROLE}{ARCHIVE}resource "aws_lambda_function" "f" {{\n  function_name = "f"\n  role = aws_iam_role.r.arn\n'
        f'  handler = "app.handler"\n  runtime = "python3.12"\n{body}\n}}\n'
    )


def workload(stack: Stack) -> Workload:
    (found,) = stack.workloads
    return found


CODE: dict[str, tuple[str, dict[str, str], str]] = {
    "archive": ("filename = data.archive_file.zip.output_path", PYTHON, "src"),
    "archive by its file": ('filename = "out/x.zip"', PYTHON, "src"),
    "directory": ('filename = "src"', PYTHON, "src"),
    "object": (
        's3_bucket = "b"\n  s3_key = aws_s3_object.o.key\n}\nresource "aws_s3_object" "o" {\n  bucket = "b"\n'
        '  key = "k.zip"\n  source = data.archive_file.zip.output_path',
        PYTHON,
        "src",
    ),
    "object by key": (
        's3_bucket = "b"\n  s3_key = "k.zip"\n}\nresource "aws_s3_object" "o" {\n  bucket = "b"\n  key = "k.zip"\n'
        '  source = "out/x.zip"',
        PYTHON,
        "src",
    ),
}


@pytest.mark.parametrize("way", CODE)
def test_code(stack: Make, way: str) -> None:
    body, files, directory = CODE[way]
    found = stack(function(body), files)
    assert workload(found).code == Code(directory=directory, handler="app.handler", runtime="python3.12")
    assert workload(found).role == "aws_iam_role.r"
    assert found.problems == ()


def test_source_file_of_an_archive(stack: Make) -> None:
    archive = ARCHIVE.replace("source_dir", "source_file").replace("/src", "/src/app.py")
    found = stack(function("filename = data.archive_file.zip.output_path").replace(ARCHIVE, archive), PYTHON)
    assert workload(found).code.directory == "src"


def test_the_handler_may_come_from_a_default(stack: Make) -> None:
    main = function("filename = data.archive_file.zip.output_path").replace('"app.handler"', "var.handler")
    found = stack(main + 'variable "handler" { default = "app.handler" }\n', PYTHON)
    assert workload(found).code.handler == "app.handler"


@pytest.mark.parametrize(
    ("body", "opaque"),
    [
        ('package_type = "Image"\n  image_uri = "x:1"', "its code is in a container image"),
        ('s3_bucket = "builds"\n  s3_key = "x.zip"', "an object in builds, which nothing here writes"),
    ],
)
def test_code_that_is_not_here(stack: Make, body: str, opaque: str) -> None:
    found = stack(function(body), PYTHON)
    assert workload(found).code.opaque == opaque and workload(found).code.directory is None


def test_a_committed_zip_alone_is_opaque(stack: Make) -> None:
    found = stack(function('filename = "fn.zip"').replace("app.handler", "gone.handler"), {"fn.zip": "PK"})
    assert workload(found).code.opaque == "only the built fn.zip is here, not its source"


def test_a_package_built_elsewhere_is_searched_and_said(stack: Make) -> None:
    found = stack(
        function('filename = "build/orders.zip"'),
        {"services/orders/app.py": "", "services/users/app.py": "", "tests/app.py": ""},
    )
    assert workload(found).code.directory == "services/orders"
    (problem,) = found.problems
    assert problem.code is ProblemCode.UNKNOWN_VALUE
    assert problem.detail == (
        "aws_lambda_function.f: build/orders.zip is not here; taken for its source: services/orders, where its handler is"
    )


def test_a_package_that_could_be_several_is_not_guessed(stack: Make) -> None:
    found = stack(function('filename = "build/x.zip"'), {"one/app.py": "", "two/app.py": ""})
    assert workload(found).code == Code(directory="build/x.zip", handler="app.handler", runtime="python3.12")
    assert found.problems == (), "handlers.entry_points says what it looked for"


def test_code_outside_the_project_is_not_looked_for_in_it(stack: Make) -> None:
    found = stack(function('filename = "../x.zip"'), {"src/app.py": ""})
    assert workload(found).code.opaque == "its package (../x.zip) is outside the project"


@pytest.mark.parametrize(
    ("handler", "runtime", "package", "files", "directory"),
    [
        (
            "com.x.App::handle",
            "java21",
            "target/x.jar",
            {"src/main/java/com/x/App.java": ""},
            "src/main/java",
        ),
        (
            "bootstrap",
            "provided.al2023",
            "bin/bootstrap.zip",
            {"cmd/worker/main.go": "package main\n\nfunc main() {}\n"},
            "cmd/worker",
        ),
        ("index.run", "nodejs22.x", "fn/dist/index.zip", {"fn/src/a.ts": "export const run = 1\n"}, "fn"),
    ],
)
def test_other_languages(
    stack: Make, handler: str, runtime: str, package: str, files: dict[str, str], directory: str
) -> None:
    main = function(f'filename = "{package}"').replace("app.handler", handler).replace("python3.12", runtime)
    assert workload(stack(main, files)).code.directory == directory


def test_inline_code(stack: Make) -> None:
    main = function("filename = data.archive_file.inline.output_path") + (
        'data "archive_file" "inline" {\n  type = "zip"\n  output_path = "i.zip"\n'
        '  source {\n    filename = "app.py"\n    content = <<EOF\nprint(1)\nEOF\n  }\n}\n'
    )
    code = workload(stack(main)).code
    assert code.inline == "print(1)\n" and code.inline_span is not None
    assert main.splitlines()[code.inline_span.line - 1].strip() == "content = <<EOF"


def test_environment(stack: Make) -> None:
    found = stack(
        function(
            "filename = data.archive_file.zip.output_path\n"
            "  environment {\n    variables = merge({ A = aws_sqs_queue.q.url }, var.on ? { B = 1 } : {}, local.more)\n  }"
        )
        + 'resource "aws_sqs_queue" "q" {}\nvariable "on" {}\nlocals { more = { C = var.on ? "x" : "y" } }\n',
        PYTHON,
    )
    environment = workload(found).environment
    url = environment.get("A")
    assert isinstance(url, Text) and url.parts[-1] == Hole(kind="reference", name="aws_sqs_queue.q")
    assert environment.get("B") == Const(1)
    assert environment.get("C") == OneOf((Const("x"), Const("y")))
    assert environment.open, "whether B is set is not known"


def test_every_function_of_a_for_each(stack: Make) -> None:
    found = stack(
        ROLE
        + ARCHIVE
        + """
variable "functions" {
  default = {
    one = { handler = "one.handler" }
    two = { handler = "two.handler" }
  }
}
resource "aws_lambda_function" "f" {
  for_each      = var.functions
  function_name = "x-${each.key}"
  handler       = each.value.handler
  runtime       = "python3.12"
  role          = aws_iam_role.r.arn
  filename      = data.archive_file.zip.output_path
}
""",
        PYTHON,
    )
    assert [(one.id, one.name, one.code.handler) for one in found.workloads] == [
        ('aws_lambda_function.f["one"]', Const("x-one"), "one.handler"),
        ('aws_lambda_function.f["two"]', Const("x-two"), "two.handler"),
    ]


def test_a_for_each_over_what_is_not_known_is_one_pattern(stack: Make) -> None:
    found = stack(
        'variable "queues" {}\nresource "aws_sqs_queue" "q" {\n  for_each = var.queues\n  name = "q-${each.key}"\n}\n'
    )
    (queue,) = found.resources
    assert (queue.id, queue.many) == ("aws_sqs_queue.q", True)
    assert queue.name == Text(("q-", Hole(kind="reference", name="each.key")))


def test_count(stack: Make) -> None:
    found = stack(
        'variable "create" {}\nresource "aws_sqs_queue" "maybe" { count = var.create ? 1 : 0 }\n'
        'resource "aws_sqs_queue" "none" { count = 0 }\nresource "aws_sqs_queue" "two" { count = 2 }\n'
        'resource "aws_sqs_queue" "n" { count = var.create }\n'
    )
    assert [(one.id, one.many) for one in found.resources] == [
        ("aws_sqs_queue.maybe[0]", False),
        ("aws_sqs_queue.two[0]", False),
        ("aws_sqs_queue.two[1]", False),
        ("aws_sqs_queue.n", True),
    ]


def test_needs_of_the_configuration(stack: Make) -> None:
    found = stack(
        function(
            """  filename = data.archive_file.zip.output_path
  dead_letter_config { target_arn = aws_sqs_queue.dead.arn }
  tracing_config { mode = "Active" }
  vpc_config {
    subnet_ids         = ["subnet-1"]
    security_group_ids = []
  }
  logging_config {
    log_format = "JSON"
    log_group  = "/own/group"
  }"""
        )
        + """
resource "aws_sqs_queue" "dead" {}
resource "aws_sqs_queue" "in" {}
resource "aws_sqs_queue" "other" {}
resource "aws_sns_topic" "done" {}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.f.function_name
  function_version = "1"
}
resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn = aws_sqs_queue.in.arn
  function_name    = aws_lambda_alias.live.arn
}
resource "aws_lambda_function_event_invoke_config" "c" {
  function_name = aws_lambda_function.f.function_name
  destination_config {
    on_success { destination = aws_sns_topic.done.arn }
  }
}
""",
        PYTHON,
    )
    needs = workload(found).needs
    assert {need.why for need in needs} == {
        "writes its log",
        "polls the queue aws_sqs_queue.in",
        "sends failures to the queue aws_sqs_queue.dead",
        "sends results to the topic aws_sns_topic.done",
        "runs in a VPC",
        "sends traces to X-Ray",
    }
    log = next(need for need in needs if need.action == "logs:PutLogEvents")
    (pattern,) = log.resources
    assert isinstance(pattern, Text) and pattern.parts[-1] == ":log-group:/own/group:*"


def test_tasks(stack: Make) -> None:
    found = stack(
        """
resource "aws_iam_role" "task" { assume_role_policy = "{}" }
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_ecs_task_definition" "t" {
  family        = "worker"
  task_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([
    { name = "app", image = "repo/app:1", environment = [{ name = "QUEUE", value = aws_sqs_queue.q.name }] },
    { name = "side", image = "repo/side:1" },
  ])
}
"""
    )
    app, side = found.workloads
    assert (app.id, app.kind, app.role) == ("aws_ecs_task_definition.t/app", "task", "aws_iam_role.task")
    assert app.environment == Struct((("QUEUE", Text((Hole(kind="reference", name="aws_sqs_queue.q"),))),))
    assert app.code.opaque == "its code is in the container image repo/app:1"
    assert (side.id, side.environment) == ("aws_ecs_task_definition.t/side", Struct(()))


def test_state_machine(stack: Make) -> None:
    main = """
resource "aws_iam_role" "r" { assume_role_policy = "{}" }
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_sfn_state_machine" "m" {
  name       = "flow"
  role_arn   = aws_iam_role.r.arn
  definition = <<EOF
{
  "StartAt": "Send",
  "States": {
    "Send": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage",
      "Parameters": {"QueueUrl": "${aws_sqs_queue.q.url}"},
      "End": true
    }
  }
}
EOF
}
"""
    machine = workload(stack(main))
    assert (machine.kind, machine.role, machine.name) == ("state-machine", "aws_iam_role.r", Const("flow"))
    definition = machine.definition
    assert definition is not None and isinstance(definition.data, Struct)
    assert definition.data.get("StartAt") == Const("Send")
    spans = dict(definition.spans)
    lines = main.splitlines()
    assert lines[spans["States", "Send"].line - 1].strip() == '"Send": {'
    assert (
        lines[spans["States", "Send", "Parameters", "QueueUrl"].line - 1].strip().startswith('"Parameters"')
    )
