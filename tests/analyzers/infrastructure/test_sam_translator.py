"""What SAM attaches to the roles that it makes, against AWS's own translator, before and after our patches.

Each golden template of SAM is expanded by ``aws-sam-translator``; the role of every function and state machine
must then allow exactly what our reader says that SAM gives it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.golden.test_infrastructure import CASES, of_case, project_of
from tests.shares import projects

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.managed import managed_arn
from policywright.analyzers.infrastructure.model import Role, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.readers import read_stacks
from policywright.analyzers.infrastructure.references import references_of

yaml_helper = pytest.importorskip("samtranslator.yaml_helper", reason="aws-sam-translator is not installed")

_WORD = re.compile(r"\w+")
_LOCATIONS = ("CodeUri", "ContentUri", "DefinitionUri")
"""Local paths, which ``sam package`` puts into a bucket before the translator sees them."""


def _templates(project: Path) -> Iterator[Path]:
    for path in sorted(project.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            # Loops are unrolled before the translator sees a template.
            if "AWS::Serverless-2016-10-31" in text and "Resources" in text and "Fn::ForEach" not in text:
                yield path


SAM = projects("translated", [case for case in CASES if any(_templates(project_of(case)))], 3)


def _packaged(template: dict[str, Any]) -> dict[str, Any]:
    """The template as ``sam package`` leaves it."""
    parts = [template.get("Globals", {}), *({"r": one} for one in template.get("Resources", {}).values())]
    for part in parts:
        for one in part.values():
            properties = one.get("Properties", one) if isinstance(one, dict) else {}
            for name in _LOCATIONS:
                if isinstance(properties.get(name), str):
                    properties[name] = "s3://bucket/key"
            if properties.get("PackageType") == "Image":
                properties.setdefault("ImageUri", "111122223333.dkr.ecr.us-east-1.amazonaws.com/built:1")
    return template


class _Managed:
    """AWS's policies that a template may name, as the translator looks them up."""

    def __init__(self, text: str) -> None:
        self.names = set(_WORD.findall(text))

    def load(self) -> dict[str, str]:
        return {name: arn for name in self.names if (arn := managed_arn(name)) is not None}


def _expanded(path: Path) -> dict[str, Any]:
    from samtranslator.translator.transform import transform

    text = path.read_text()
    # YAML's dates (``2012-10-17``) become texts, as CloudFormation reads them.
    template = _packaged(json.loads(json.dumps(yaml_helper.yaml_parse(text), default=str)))
    values = {name: one.get("Default", "value") for name, one in template.get("Parameters", {}).items()}
    found: dict[str, Any] = transform(template, values, _Managed(text))
    return found


def _granted(stack: Stack, role: Role) -> dict[str, set[str]]:
    """Every action that a role is allowed, with the resources."""
    references = references_of(stack)
    found: dict[str, set[str]] = {}
    for policy in role.policies:
        for statement in policy.statements:
            holding = Holding(statement, references)
            for action in holding.actions if statement.effect == "Allow" else ():
                found.setdefault(action.lower(), set()).update(form(one) for one in holding.values)
    return {action: resources for action, resources in found.items() if resources}


def _roles(stack: Stack) -> Mapping[str, Role]:
    return {role.id: role for role in stack.roles if not role.external and not role.home}


@pytest.mark.parametrize("patched", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("case", SAM)
def test_sam_gives_what_we_say(
    case: Path, patched: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    project = tmp_path / "project"
    shutil.copytree(project_of(case), project)
    if patched:
        _, infrastructure = of_case(case)
        changed = [patch for patch in infrastructure.patches if patch.after != patch.before]
        for patch in changed:
            (project / patch.file).write_bytes(patch.after.encode())
        if not changed:
            # The same as before.
            return
    for path in _templates(project):
        _same(project, path, tmp_path)


def _same(project: Path, path: Path, tmp_path: Path) -> None:
    name = path.relative_to(project).as_posix()
    stacks = {stack.name: stack for stack in read_stacks(ProjectFiles.below(project))}
    said = stacks[name]
    expanded = tmp_path / "expanded"
    expanded.mkdir(exist_ok=True)
    (expanded / "template.json").write_text(json.dumps(_expanded(path)))
    (real,) = read_stacks(ProjectFiles.below(expanded))
    roles = _roles(real)
    for id, role in _roles(said).items():
        if role.span.file != name:
            # Another template makes it, which is not expanded with this one: it has what it has there.
            other = stacks[role.span.file]
            (own,) = [one for one in other.roles if one.span == role.span]
            assert _granted(said, role).keys() == _granted(other, own).keys(), id
            continue
        assert id in roles, f"SAM makes no {id}"
        assert _granted(said, role) == _granted(real, roles[id]), id


HEAD = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Conditions:
  Prod: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Q: {Type: AWS::SQS::Queue}
  T: {Type: AWS::SNS::Topic}
  B: {Type: AWS::S3::Bucket}
  Other: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: python3.12, CodeUri: s3://b/k}}
  Table: {Type: AWS::Serverless::SimpleTable}
  Stream: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: bus}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/key
"""
ARN = "arn:aws:sqs:eu-west-1:123456789012:q"
STREAM = "Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST"
RULES = {
    "nothing": "",
    "stream": f"Events: {{E: {{{STREAM}}}}}}}",
    "stream, failures to a queue": (
        f"Events: {{E: {{{STREAM}, DestinationConfig: {{OnFailure: {{Type: SQS, Destination: !GetAtt Q.Arn}}}}}}}}}}"
    ),
    "stream, failures without a type": (
        f"Events: {{E: {{{STREAM}, DestinationConfig: {{OnFailure: {{Destination: !GetAtt Q.Arn}}}}}}}}}}"
    ),
    "stream, failures to a topic": (
        f"Events: {{E: {{{STREAM}, DestinationConfig: {{OnFailure: {{Type: SNS, Destination: !Ref T}}}}}}}}}}"
    ),
    "stream, failures to a bucket": (
        f"Events: {{E: {{{STREAM}, DestinationConfig: {{OnFailure: {{Type: S3, Destination: !GetAtt B.Arn}}}}}}}}}}"
    ),
    "stream, failures to an ARN": (
        f"Events: {{E: {{{STREAM}, DestinationConfig: {{OnFailure: {{Type: SQS, Destination: '{ARN}'}}}}}}}}}}"
    ),
    "table's stream": (
        "Events: {E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}}}"
    ),
    "queue": "Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}",
    "topic": "Events: {E: {Type: SNS, Properties: {Topic: !Ref T}}}",
    "topic through a queue": "Events: {E: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}}",
    "topic, not through a queue": "Events: {E: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: false}}}",
    "bucket": "Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}",
    "schedule": "Events: {E: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}",
    "scheduler": "Events: {E: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}}",
    "Kafka": "Events: {E: {Type: MSK, Properties: {Stream: 'arn:aws:kafka:eu-west-1:123456789012:cluster/c/1', "
    "StartingPosition: LATEST, Topics: [t]}}}",
    "broker": "Events: {E: {Type: MQ, Properties: {Broker: 'arn:aws:mq:eu-west-1:123456789012:broker:b:1', Queues: [q], "
    "SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-a1B2c3'}]}}}",
    "self-managed Kafka": "Events: {E: {Type: SelfManagedKafka, Properties: {KafkaBootstrapServers: ['a:9'], Topics: [t], "
    "SourceAccessConfigurations: [{Type: SASL_SCRAM_512_AUTH, "
    "URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-a1B2c3'}]}}}",
    "DocumentDB": "Events: {E: {Type: DocumentDB, Properties: {Cluster: 'arn:aws:rds:eu-west-1:123456789012:cluster:c', "
    "DatabaseName: d, StartingPosition: LATEST, "
    "SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-a1B2c3'}]}}}",
    "rule": "Events: {E: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}}",
    "dead letters to a queue": "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}",
    "dead letters to a topic": "DeadLetterQueue: {Type: SNS, TargetArn: !Ref T}",
    "tracing": "Tracing: Active",
    "tracing passed through": "Tracing: PassThrough",
    "network": "VpcConfig: {SubnetIds: [s], SecurityGroupIds: [g]}",
    "destinations made by SAM": "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS}, OnFailure: {Type: SNS}}}",
    "destinations": "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: !GetAtt Other.Arn}, "
    "OnFailure: {Type: EventBridge, Destination: !GetAtt Bus.Arn}}}",
    "destination under a condition": (
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, "
        "Destination: !If [Prod, !GetAtt Q.Arn, !Ref AWS::NoValue]}}}"
    ),
    "policies": "Policies: [AWSLambdaVPCAccessExecutionRole, {SQSSendMessagePolicy: {QueueName: !GetAtt Q.QueueName}}]",
    "one policy": "Policies: AmazonS3ReadOnlyAccess",
    "policy under a condition": (
        "Policies: [!If [Prod, {S3ReadPolicy: {BucketName: !Ref B}}, !Ref AWS::NoValue]]"
    ),
    "file system": "FileSystemConfigs: [{Arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/a', LocalMountPath: /mnt/a}]",
    "URL": "FunctionUrlConfig: {AuthType: AWS_IAM}",
    "snapshots": "SnapStart: {ApplyOn: PublishedVersions}",
    "deployments": "AutoPublishAlias: live\n      DeploymentPreference: {Type: AllAtOnce}",
}
"""What a function of SAM can have that may attach something to its role."""


@pytest.mark.parametrize("rule", RULES)
def test_each_rule(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    project = tmp_path / "project"
    project.mkdir()
    (project / "template.yaml").write_text(f"{HEAD}      {RULES[rule]}\n")
    _same(project, project / "template.yaml", tmp_path)
