"""Which resources CloudFormation makes after a role, so that its policies can't name them."""

from __future__ import annotations

from textwrap import dedent

from policywright.analyzers.infrastructure.cloudformation.ordering import Ordering
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.yaml_nodes import parse


def after(id: str, template: str) -> set[str]:
    found = Template.of(parse("template.yaml", dedent(template)))
    assert found is not None
    return set(Ordering(found).after(id))


PLAIN = """
    Resources:
      Role:
        Type: AWS::IAM::Role
      Fn:
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn
          Environment: {Variables: {TABLE: !Ref Table}}
      Permission:
        Type: AWS::Lambda::Permission
        Properties: {FunctionName: !Ref Fn}
      Bucket:
        Type: AWS::S3::Bucket
        DependsOn: Permission
      Pool:
        Type: AWS::Cognito::UserPool
        Properties: {LambdaConfig: {PreSignUp: !Sub '${Fn.Arn}'}}
      Machine:
        Type: AWS::StepFunctions::StateMachine
        Properties:
          DefinitionString: !Sub ['{"x": "${Arn} ${!Table}"}', {Arn: !GetAtt Fn.Arn}]
      Policy:
        Type: AWS::IAM::Policy
        Properties: {Roles: [!Ref Role]}
      Table:
        Type: AWS::DynamoDB::Table
      Other:
        Type: AWS::IAM::Role
"""


def test_what_needs_the_function_is_made_after_its_role() -> None:
    assert after("Role", PLAIN) == {"Role", "Fn", "Permission", "Bucket", "Pool", "Machine", "Policy"}


def test_a_policy_of_its_own_can_name_everything() -> None:
    assert after("Policy", PLAIN) == {"Policy"}


def test_another_role_can_name_everything() -> None:
    assert after("Other", PLAIN) == {"Other"}


SAM = """
    Transform: AWS::Serverless-2016-10-31
    Globals: {Function: {Environment: {Variables: {T: !Ref Table}}}}
    Resources:
      Fn:
        Type: AWS::Serverless::Function
        Properties:
          Policies: [{DynamoDBReadPolicy: {TableName: !Ref Table}}]
          Events:
            Upload: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*'}}
            Sign: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}
            Get: {Type: Api, Properties: {RestApiId: {Ref: Api}, Path: /, Method: get}}
            Post: {Type: Api, Properties: {Path: /, Method: post}}
            Jobs: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
            News: {Type: SNS, Properties: {Topic: !Ref Topic}}
      Reader:
        Type: AWS::Serverless::Function
        Properties:
          Events:
            Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /r, Method: get}}
      Bucket: {Type: AWS::S3::Bucket}
      Pool: {Type: AWS::Cognito::UserPool}
      Api: {Type: AWS::Serverless::Api}
      Queue: {Type: AWS::SQS::Queue}
      Topic: {Type: AWS::SNS::Topic}
      Table: {Type: AWS::DynamoDB::Table}
      UsesRole:
        Type: AWS::KMS::Key
        Properties: {KeyPolicy: {Statement: [{Principal: {AWS: !GetAtt FnRole.Arn}}]}}
"""


def test_events_of_sam_change_the_resources_that_they_name() -> None:
    assert after("Fn", SAM) == {"Fn", "Bucket", "Pool", "Api", "ServerlessRestApi", "UsesRole"}


def test_functions_of_one_api_do_not_need_each_other() -> None:
    assert after("Reader", SAM) == {"Reader", "Api"}


def test_what_functions_use_comes_before_them() -> None:
    assert {"Fn", "Reader"} < after("Table", SAM)
