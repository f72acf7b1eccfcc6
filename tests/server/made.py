"""Projects that tests make: as many functions, or files, as are asked for."""

from __future__ import annotations

from pathlib import Path

_CALLS = (
    ("s3", "put_object(Bucket=os.environ['BUCKET'], Key=f'in/{event[\"id\"]}', Body=b'')"),
    ("dynamodb", "get_item(TableName=os.environ['TABLE'], Key={'id': {'S': event['id']}})"),
    ("sqs", "send_message(QueueUrl=os.environ['QUEUE'], MessageBody='x')"),
    ("sns", "publish(TopicArn=os.environ['TOPIC'], Message='x')"),
    ("secretsmanager", "get_secret_value(SecretId='app/key')"),
    ("ses", "send_email(Source='a', Destination={}, Message={})"),
    ("lambda", "invoke(FunctionName='next-step')"),
    ("kinesis", "put_record(StreamName='events', Data=b'', PartitionKey='a')"),
)
_RESOURCES = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Table:
    Type: AWS::DynamoDB::Table
  Queue:
    Type: AWS::SQS::Queue
  Topic:
    Type: AWS::SNS::Topic
"""
_POLICIES = ("AmazonS3FullAccess", "AmazonDynamoDBFullAccess", "AmazonSQSFullAccess", "AdministratorAccess")


def module(number: int, calls: int = 3) -> str:
    """A module whose handler makes some of the calls."""
    lines = ["import os", "", "import boto3", ""]
    chosen = [_CALLS[(number + step * step) % len(_CALLS)] for step in range(calls)]
    for service, call in dict(chosen).items():
        lines += ["", f"def use_{service}(event):", f"    return boto3.client('{service}').{call}", ""]
    lines += ["", "def handler(event, context):"]
    lines += [f"    use_{service}(event)" for service in dict(chosen)]
    return "\n".join(lines) + "\n"


def application(root: Path, functions: int) -> Path:
    """A SAM application: each function has code of its own and a policy that is wrong in its own way."""
    template = _RESOURCES
    for number in range(functions):
        name = f"function_{number:02}"
        (root / name).mkdir(parents=True)
        (root / name / "app.py").write_text(module(number))
        template += (
            f"  Function{number:02}:\n    Type: AWS::Serverless::Function\n    Properties:\n"
            f"      CodeUri: {name}/\n      Handler: app.handler\n      Runtime: python3.13\n"
            "      Environment:\n        Variables:\n          BUCKET: !Ref Bucket\n          TABLE: !Ref Table\n"
            "          QUEUE: !Ref Queue\n          TOPIC: !Ref Topic\n"
            f"      Policies:\n        - {_POLICIES[number % len(_POLICIES)]}\n"
        )
    (root / "template.yaml").write_text(template)
    return root


def modules(root: Path, files: int) -> Path:
    """A program without templates, of so many files in packages of a hundred."""
    for number in range(files):
        package = root / f"package_{number // 100}"
        package.mkdir(parents=True, exist_ok=True)
        (package / f"module_{number:04}.py").write_text(module(number))
    return root
