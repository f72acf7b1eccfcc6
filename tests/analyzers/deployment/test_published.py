"""Ours beside policies that people publish: every action that is on one side alone has a reason (``published.toml``)."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

PUBLISHED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "published.toml").read_text("utf-8"))
SERVERLESS = """
service: shop
provider: {name: aws, runtime: nodejs20.x, region: eu-west-1}
functions:
  a:
    handler: a.handler
    events:
    - http: {path: x, method: get}
    - schedule: rate(1 hour)
    - sns: t
    - s3: shop-photos
    - iot: {sql: "SELECT *"}
resources:
  Resources:
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        TableName: t
        TimeToLiveSpecification: {AttributeName: ttl, Enabled: true}
        KeySchema: [{AttributeName: id, KeyType: HASH}]
    Stream: {Type: AWS::Kinesis::Stream, Properties: {Name: s, ShardCount: 1}}
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties: {StateMachineName: m, RoleArn: "arn:aws:iam::123456789012:role/m", DefinitionString: "{}"}
    Site: {Type: AWS::S3::Bucket, Properties: {BucketName: site, WebsiteConfiguration: {IndexDocument: i}}}
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, Tags: [{Key: a, Value: b}]}}
    Gateway: {Type: AWS::EC2::InternetGateway}
    Attached:
      Type: AWS::EC2::VPCGatewayAttachment
      Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
    Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
    Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
    Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
    Entry:
      Type: AWS::EC2::NetworkAclEntry
      Properties: {NetworkAclId: !Ref Acl, RuleNumber: 1, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0}
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: g
        VpcId: !Ref Vpc
        SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 0.0.0.0/0}]
    Filter:
      Type: AWS::Logs::SubscriptionFilter
      Properties:
        LogGroupName: /aws/lambda/shop-dev-a
        DestinationArn: "arn:aws:lambda:eu-west-1:123456789012:function:x"
        FilterPattern: ""
"""
UPLOADED = """
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: a.b, Code: src, Role: "arn:aws:iam::123456789012:role/fn"}
  G:
    Type: AWS::Lambda::Function
    Properties:
      PackageType: Image
      Code: {ImageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1"}
      Role: "arn:aws:iam::123456789012:role/fn"
"""

MODULE = """
data "aws_eks_cluster" "it" { name = "main" }
resource "aws_iam_role" "backup" {
  name               = "backup"
  assume_role_policy = "{}"
  inline_policy {
    name   = "own"
    policy = "{}"
  }
}
resource "aws_secretsmanager_secret" "password" { name = "password" }
resource "aws_secretsmanager_secret_version" "password" {
  secret_id     = aws_secretsmanager_secret.password.id
  secret_string = "secret"
}
"""
BACKEND = """
terraform {
  backend "s3" {
    bucket         = "state"
    key            = "app"
    use_lockfile   = true
    dynamodb_table = "locks"
    kms_key_id     = "arn:aws:kms:eu-west-1:123456789012:key/1"
  }
}
data "aws_caller_identity" "it" {}
"""


CLUSTER = """
cluster:
  script:
  - eksctl create cluster -f cluster.yaml
  - eksctl delete cluster --name shop
"""
CONFIGURATION = """
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
iam: {withOIDC: true}
managedNodeGroups: [{name: main, iam: {withAddonPolicies: {autoScaler: true}}}]
nodeGroups: [{name: own}]
secretsEncryption: {keyARN: "arn:aws:kms:eu-west-1:123456789012:key/1"}
cloudWatch: {clusterLogging: {enableTypes: [api], logRetentionInDays: 7}}
"""


@pytest.mark.parametrize(
    ("name", "file", "text", "identity"),
    [
        ("serverless", "serverless.yml", SERVERLESS, "-deploy"),
        ("cdk", "template.yaml", UPLOADED, "-caller"),
        ("module", "main.tf", MODULE, ""),
        ("backend", "main.tf", BACKEND, ""),
        ("eksctl", ".gitlab-ci.yml", CLUSTER, ""),
    ],
)
def test_every_difference_has_a_reason(
    tmp_path: Path, name: str, file: str, text: str, identity: str
) -> None:
    (tmp_path / file).write_text(text)
    (tmp_path / "cluster.yaml").write_text(CONFIGURATION)
    found = deploy([tmp_path], Options())
    names = {policy for one in found.identities if one.name.endswith(identity) for policy in one.policies}
    ours = {
        grant.action for policy in found.analysis.policies if policy.name in names for grant in policy.grants
    }
    facts = PUBLISHED[name]
    left_out = {one for actions in facts["left_out"].values() for one in actions}
    besides = [one for patterns in facts["besides"].values() for one in patterns]
    missing = {one for one in facts["published"] if not any(fnmatchcase(action, one) for action in ours)}
    assert missing == left_out
    surplus = {one for one in ours if not any(fnmatchcase(one, each) for each in facts["published"])}
    assert not {one for one in surplus if not any(fnmatchcase(one, each) for each in besides)}
    # A reason that explains nothing is none.
    assert not [each for each in besides if not any(fnmatchcase(one, each) for one in surplus)]
