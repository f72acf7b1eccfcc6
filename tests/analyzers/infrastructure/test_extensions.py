"""Layers that call AWS by themselves: a function that has one is never called completely known."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from policywright.analyzers.infrastructure.beside import beside
from policywright.analyzers.infrastructure.extensions import extensions_of
from policywright.analyzers.infrastructure.model import ProblemCode
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.readers import read_stacks
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import Const, Hole, OneOf, Text

ARN = "arn:aws:lambda:eu-west-1:027255383542:layer:{}:12"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AWS-AppConfig-Extension", True),
        ("AWS-Parameters-and-Secrets-Lambda-Extension-Arm64", True),
        ("LambdaInsightsExtension-Arm64", False),
        ("aws-otel-python-amd64-ver-1-20-0", True),
        ("AWSLambdaPowertoolsPythonV3-python312-x86_64", False),
        ("numpy", False),
        ("git-lambda2", False),
        ("gitops-helpers", True),
        ("Klayers-p312-requests", False),
        ("Datadog-Extension-ARM", True),
        ("Datadog-Python312", False),
        ("common-helpers", True),
        ("elastic-apm-extension-ver-1-5-8-x86_64", True),
        ("elastic-apm-node-ver-4-1-0", False),
        ("Dynatrace_OneAgent_1_295", True),
        ("sumologic-otel-lambda-nodejs", True),
        ("honeycomb-lambda-extension-x86_64-v11-1-1", True),
    ],
)
def test_extensions_are_known_by_their_names(name: str, expected: bool) -> None:
    assert extensions_of([Const(ARN.format(name))]) == ((name,) if expected else ())


def test_a_layer_may_be_a_parameter_or_one_of_several() -> None:
    parameter = Text((Hole(kind="parameter", name="ExtensionLayerArn"),))
    mapped = OneOf((Const(ARN.format("numpy")), Const(ARN.format("X-Extension"))))
    assert extensions_of([parameter, mapped]) == ("${ExtensionLayerArn}", "X-Extension")


def test_a_layer_of_the_own_account_is_judged_by_what_is_imported() -> None:
    own = Text(("arn:aws:lambda:eu-west-1:", Hole(kind="account"), ":layer:common-helpers:3"))
    elsewhere = Text(("arn:aws:lambda:", Hole(kind="region"), ":111122223333:layer:common-helpers:3"))
    assert extensions_of([own]) == ()
    assert extensions_of([elsewhere]) == ("common-helpers",)


def test_the_words_of_an_account_or_region_do_not_count() -> None:
    assert extensions_of([Const("arn:aws:lambda:eu-west-1:1:function:insights")]) == ()


TEMPLATES = {
    "template.yaml": """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Fn:
            Type: AWS::Serverless::Function
            Properties:
              {Runtime: python3.12, Handler: app.run, CodeUri: src/, Layers: [ARN]}
        """,
    "serverless.yml": """
        service: x
        provider: {name: aws, runtime: python3.12}
        functions:
          Fn: {handler: src/app.run, layers: ["ARN"]}
        """,
    "main.tf": """
        resource "aws_lambda_function" "Fn" {
          function_name    = "fn"
          role             = "arn:aws:iam::123456789012:role/x"
          runtime          = "python3.12"
          handler          = "app.run"
          filename         = "src/app.zip"
          layers           = ["ARN"]
        }
        """,
}


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_every_reader_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(dedent(TEMPLATES[name]).replace("ARN", ARN.format("X-Extension")))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("def run(event, context): ...\n")
    files = ProjectFiles.below(tmp_path)
    (stack,) = read_stacks(files)
    (workload,) = stack.workloads
    entries, problems = beside(workload, files)
    assert entries == ()
    assert [(one.code, one.detail) for one in problems] == [
        (ProblemCode.OPAQUE_CODE, f"{workload.id}: what the layer X-Extension calls is not known here")
    ]


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_what_insights_needs_is_known(tmp_path: Path, name: str) -> None:
    arn = ARN.format("LambdaInsightsExtension")
    (tmp_path / name).write_text(dedent(TEMPLATES[name]).replace("ARN", arn))
    (stack,) = read_stacks(ProjectFiles.below(tmp_path))
    (workload,) = stack.workloads
    assert workload.code.extensions == ()
    group = text_of([
        "arn:", Hole(kind="partition"), ":logs:", Hole(kind="region"), ":", Hole(kind="account"),
        ":log-group:/aws/lambda-insights:*",
    ])  # fmt: skip
    found = {one.action for one in workload.needs if one.resources == (group,)}
    assert found == {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}
