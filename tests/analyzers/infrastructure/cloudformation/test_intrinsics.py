"""Every intrinsic function, as the environment variable of a function sees it."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from tests.analyzers.infrastructure.cloudformation.support import shown, stack_of, workload

from policywright.analyzers.infrastructure.model import ProblemCode

TEMPLATE = """
Parameters:
  Stage: {{Type: String, Default: dev}}
  FromSsm: {{Type: "AWS::SSM::Parameter::Value<String>", Default: /x}}
  Subnets: {{Type: CommaDelimitedList}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Mappings:
  Names:
    dev: {{table: t-dev, other: o-dev}}
    prod: {{table: t-prod, other: o-prod}}
Resources:
  Orders: {{Type: AWS::DynamoDB::Table}}
  Inbox: {{Type: AWS::SQS::Queue}}
  Topic: {{Type: AWS::SNS::Topic}}
  Secret: {{Type: AWS::SecretsManager::Secret}}
  Plain: {{Type: AWS::SSM::Parameter, Properties: {{Type: String, Value: x}}}}
  Slashed: {{Type: AWS::SSM::Parameter, Properties: {{Type: String, Value: x, Name: /a/b}}}}
  Odd: {{Type: AWS::Some::Thing}}
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/x
      Code: {{ZipFile: x}}
      Environment:
        Variables:
{variables}
"""
ARN = "arn:<partition>"
TABLE_ARN = f"{ARN}:dynamodb:<region>:<account>:table/<reference Orders>"
SECRET_ARN = f"{ARN}:secretsmanager:<region>:<account>:secret:<reference Secret>-??????"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("!Ref Stage", "<parameter Stage>"),
        ("!Ref FromSsm", "<parameter FromSsm>"),
        ("!Ref Orders", "<reference Orders>"),
        ("!Ref Inbox", "https://sqs.<region>.amazonaws.com/<account>/<reference Inbox>"),
        ("!Ref Topic", f"{ARN}:sns:<region>:<account>:<reference Topic>"),
        ("!Ref Secret", SECRET_ARN),
        ("!Ref Plain", "<reference Plain>"),
        ("!Ref Slashed", "/<reference Slashed>"),
        ("!Sub 'arn:aws:ssm:x:1:parameter${Slashed}'", "arn:aws:ssm:x:1:parameter/<reference Slashed>"),
        ("!Ref Odd", "<reference Odd>"),
        ("!Ref AWS::Region", "<region>"),
        ("!Ref AWS::AccountId", "<account>"),
        ("!Ref AWS::StackName", "<reference AWS::StackName>"),
        ("!GetAtt Orders.Arn", TABLE_ARN),
        ("{Fn::GetAtt: [Orders, Arn]}", TABLE_ARN),
        ("{Fn::GetAtt: Orders.Arn}", TABLE_ARN),
        ("!GetAtt Orders.StreamArn", f"{TABLE_ARN}/stream/*"),
        ("!GetAtt Inbox.QueueName", "<reference Inbox>"),
        ("!GetAtt Odd.Anything", "<reference Odd.Anything>"),
        ("!Sub 'orders-${Stage}-${AWS::Region}'", "orders-<parameter Stage>-<region>"),
        ("!Sub '${Orders.Arn}/index/*'", f"{TABLE_ARN}/index/*"),
        ("!Sub '${!Literal}-${ Stage }'", "${Literal}-<parameter Stage>"),
        ("!Sub ['${a}-${Stage}', {a: !Sub '${Stage}!'}]", "<parameter Stage>!-<parameter Stage>"),
        ("!Sub ['${Orders}', {Orders: shadow}]", "shadow"),
        ("!Join ['-', [a, !Ref Stage, !Ref 'AWS::NoValue', b]]", "a-<parameter Stage>-b"),
        ("!Join ['', ['arn:', !Ref 'AWS::Partition', ':s3:::x']]", f"{ARN}:s3:::x"),
        ("!Select [1, [a, b]]", "b"),
        ("!Select ['1', !Split [',', 'a,b,c']]", "b"),
        ("!Select [5, !Split [':', !GetAtt Orders.Arn]]", "<unknown None>"),
        ("!Select [2, !Split [':', !GetAtt Orders.Arn]]", "dynamodb"),
        ("!Select [0, !Split ['/', !Ref Stage]]", "<unknown None>"),
        ("!Select [0, !Ref Subnets]", "<unknown None>"),
        ("!Split ['-', 'a-b']", ["a", "b"]),
        ("!If [IsProd, a, b]", frozenset(("a", "b"))),
        ("!Sub ['x-${y}', {y: !If [IsProd, a, b]}]", frozenset(("x-a", "x-b"))),
        ("!If [IsProd, a, a]", "a"),
        ("!If [IsProd, only, !Ref 'AWS::NoValue']", "only"),
        ("!FindInMap [Names, dev, table]", "t-dev"),
        ("!FindInMap [Names, !Ref Stage, table]", frozenset(("t-dev", "t-prod"))),
        ("!FindInMap [Names, nowhere, table, {DefaultValue: d}]", "d"),
        ("!Base64 {Ref: Stage}", "<parameter Stage>"),
        ("!ImportValue shared", "<reference Fn::ImportValue shared>"),
        ("{Fn::ImportValue: !Sub '${Stage}-x'}", "<reference Fn::ImportValue ${Stage}-x>"),
        ("'{{resolve:ssm:/x}}'", "<reference {{resolve:ssm:/x}}>"),
        ("!Sub 'a-{{resolve:ssm:/x}}-${Stage}'", "a-<reference {{resolve:ssm:/x}}>-<parameter Stage>"),
        ("!Sub '{{resolve:ssm:/${Stage}/x}}'", "<reference {{resolve:ssm:/${Stage}/x}}>"),
        (
            "!Join ['', ['{{resolve:ssm:/', !Ref Stage, '/x}}-', b]]",
            "<reference {{resolve:ssm:/${Stage}/x}}>-b",
        ),
        ("!Sub '{{resolve:ssm:/${Stage}'", "{{resolve:ssm:/<parameter Stage>"),
        ("!GetAZs ''", ["..."]),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["..."]),
        ("{Fn::ToJsonString: {a: [1, !Ref Stage]}}", '{"a":[1,"<parameter Stage>"]}'),
        ("{Fn::Length: [1, 2]}", "<unknown None>"),
        ("true", True),
        ("12", 12),
    ],
)
def test_an_expression_has_its_value(tmp_path: Path, written: str, expected: object) -> None:
    stack = stack_of(tmp_path, TEMPLATE.format(variables=indent(f"V: {written}", " " * 10)))
    assert shown(workload(stack, "Fn").environment.get("V")) == expected


@pytest.mark.parametrize(
    ("written", "code", "detail"),
    [
        ("!FindInMap [Nothing, a, b]", ProblemCode.UNKNOWN_VALUE, "Fn::FindInMap names no entry of Mappings"),
        (
            "{Fn::Transform: {Name: AWS::Include}}",
            ProblemCode.UNSUPPORTED,
            "only AWS expands Fn::Transform (AWS::Include and other macros); what it adds is unknown",
        ),
        ("!Frobnicate x", ProblemCode.UNSUPPORTED, "Fn::Frobnicate is not evaluated here"),
    ],
)
def test_what_has_no_value_is_a_problem_on_its_line(
    tmp_path: Path, written: str, code: ProblemCode, detail: str
) -> None:
    text = TEMPLATE.format(variables=indent(f"V: {written}", " " * 10))
    stack = stack_of(tmp_path, text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "V: " in one)
    assert shown(workload(stack, "Fn").environment.get("V")) in (
        "unknown: no-such-mapping",
        "unknown: unsupported-function",
    )
    assert [(one.code, one.span.line, one.detail) for one in stack.problems if one.code is code] == [
        (code, line, detail)
    ]


def test_a_variable_that_may_be_absent_says_so(tmp_path: Path) -> None:
    variables = "A: !If [IsProd, x, !Ref 'AWS::NoValue']\nB: y\nC: !Ref 'AWS::NoValue'"
    stack = stack_of(tmp_path, TEMPLATE.format(variables=indent(variables, " " * 10)))
    environment = workload(stack, "Fn").environment
    assert [name for name, _ in environment.fields] == ["A", "B"]
    assert environment.maybe == {"A"}


def test_a_loop_makes_its_resources(tmp_path: Path) -> None:
    stack = stack_of(
        tmp_path,
        """
        Transform: AWS::LanguageExtensions
        Parameters:
          Names: {Type: CommaDelimitedList, Default: "a,b"}
        Resources:
          Fn::ForEach::Queues:
            - Name
            - [Orders, Mails]
            - Queue${Name}:
                Type: AWS::SQS::Queue
                Properties: {QueueName: !Sub "${Name}-queue"}
          Fn::ForEach::Topics:
            - Name
            - !Ref Names
            - Topic${Name}: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}
          Fn::ForEach::Unknown: [Name, !GetAtt X.Y, {"Z${Name}": {Type: AWS::SQS::Queue}}]
        """,
    )
    assert [(one.id, shown(one.name)) for one in stack.resources] == [
        ("QueueOrders", "Orders-queue"), ("QueueMails", "Mails-queue"), ("Topica", "a"), ("Topicb", "b"),
    ]  # fmt: skip
    assert [one.detail for one in stack.problems] == [
        "a loop (Fn::ForEach) whose collection is not written out; its resources are not read"
    ]
