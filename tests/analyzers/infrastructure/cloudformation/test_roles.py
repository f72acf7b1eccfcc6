"""Roles and everything attached to them: inline, managed, SAM's own, connectors, boundaries, elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.analyzers.infrastructure.cloudformation.support import (
    policy,
    role,
    shown,
    stack_of,
    statements,
    workload,
)

from policywright.analyzers.infrastructure.model import ProblemCode, Site

TABLE = "arn:<partition>:dynamodb:<region>:<account>:table/<reference Orders>"
QUEUE = "arn:<partition>:sqs:<region>:<account>:<reference Inbox>"


def site(*path: str | int) -> Site:
    return Site(file="template.yaml", dialect="cloudformation", path=("Resources", *path))


PLAIN = """
Conditions: {Prod: !Equals [a, b]}
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Inbox: {Type: AWS::SQS::Queue}
  WorkerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: [lambda.amazonaws.com, !Sub "ecs-tasks.${AWS::URLSuffix}"]}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - !Sub arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
        - !Ref Shared
        - arn:aws:iam::123456789012:policy/elsewhere
        - arn:aws:iam::aws:policy/NoSuchPolicyAnywhere
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement:
              - Sid: Read
                Effect: Allow
                Action: [dynamodb:GetItem, !If [Prod, dynamodb:Query, !Ref "AWS::NoValue"]]
                Resource: [!GetAtt Orders.Arn, !Sub "${Orders.Arn}/index/*"]
                Condition: {StringEquals: {"aws:ResourceTag/x": [a, b]}}
              - !If
                - Prod
                - {Effect: Deny, NotAction: s3:*, NotResource: "*"}
                - !Ref AWS::NoValue
        - !If
          - Prod
          - {PolicyName: one, PolicyDocument: {Statement: {Effect: Allow, Action: sqs:SendMessage, Resource: "*"}}}
          - !Ref AWS::NoValue
  OtherRole:
    Type: AWS::IAM::Role
    Properties: {ManagedPolicyArns: [!Ref Shared], AssumeRolePolicyDocument: {}}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:*, Resource: !GetAtt Inbox.Arn}]}
  Attached:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: attached
      Roles: [!Ref WorkerRole]
      PolicyDocument: {Statement: [{Effect: Allow, Action: sns:Publish, Resource: "*"}]}
  Lost:
    Type: AWS::IAM::Policy
    Properties: {PolicyName: lost, Roles: [nobody], PolicyDocument: {Statement: []}}
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}
  Worker:
    Type: AWS::Lambda::Function
    Properties: {Role: !GetAtt WorkerRole.Arn, Code: {ZipFile: x}}
  ByName:
    Type: AWS::Lambda::Function
    Properties: {Role: !Sub "arn:aws:iam::${AWS::AccountId}:role/worker", Code: {ZipFile: x}}
  External:
    Type: AWS::Lambda::Function
    Properties: {Role: arn:aws:iam::123456789012:role/theirs, Code: {ZipFile: x}}
"""


def test_a_role_has_its_inline_policies_with_the_places_to_edit(tmp_path: Path) -> None:
    worker = role(stack_of(tmp_path, PLAIN), "WorkerRole")
    assert shown(worker.name) == "worker"
    assert worker.owner == site("WorkerRole")
    assert worker.services == ("lambda.amazonaws.com", "ecs-tasks.amazonaws.com")
    own = policy(worker, "own")
    assert (own.kind, own.site) == ("inline", site("WorkerRole", "Properties", "Policies", 0))
    listed = ("WorkerRole", "Properties", "Policies", 0, "PolicyDocument", "Statement")
    assert own.statements_site == site(*listed)
    read, denied = own.statements
    assert read.sid == "Read"
    assert read.site == site(*listed, 0)
    assert [shown(one) for one in read.actions] == ["dynamodb:GetItem", "dynamodb:Query"]
    assert [shown(one) for one in read.resources] == [TABLE, f"{TABLE}/index/*"]
    ((operator, key, values),) = read.conditions
    assert (operator, key, [shown(one) for one in values]) == (
        "StringEquals", "aws:ResourceTag/x", ["a", "b"],
    )  # fmt: skip
    assert denied.effect == "Deny"
    assert denied.site == site(*listed, 1, "Fn::If", 1)
    assert [shown(one) for one in denied.not_actions] == ["s3:*"]
    assert [shown(one) for one in denied.not_resources] == ["*"]
    assert denied.actions == ()


def test_a_policy_behind_a_condition_is_there_with_its_single_statement(tmp_path: Path) -> None:
    one = policy(role(stack_of(tmp_path, PLAIN), "WorkerRole"), "one")
    assert one.site == site("WorkerRole", "Properties", "Policies", 1, "Fn::If", 1)
    assert statements(one) == [("Allow", ["sqs:SendMessage"], ["*"])]


def test_attached_policies_belong_to_the_role_that_they_name(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, PLAIN)
    attached = policy(role(stack, "WorkerRole"), "Attached")
    assert (attached.kind, attached.site) == ("inline", site("Attached"))
    assert attached.statements_site == site("Attached", "Properties", "PolicyDocument", "Statement")
    assert "Lost is attached to nobody, which this template does not declare" in [
        one.detail for one in stack.problems if one.code is ProblemCode.ROLE_NOT_FOUND
    ]


def test_a_managed_policy_of_two_roles_is_shared(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, PLAIN)
    for name in ("WorkerRole", "OtherRole"):
        shared = policy(role(stack, name), "Shared")
        assert shared.shared_by == ("WorkerRole", "OtherRole")
        assert shared.kind == "customer-managed"
        assert statements(shared) == [("Allow", ["sqs:*"], [QUEUE])]
    assert policy(role(stack, "WorkerRole"), "own").shared_by == ()


def test_managed_policies_of_aws_are_known_and_others_are_opaque(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, PLAIN)
    worker = role(stack, "WorkerRole")
    basic = policy(worker, "AWSLambdaBasicExecutionRole")
    assert (basic.kind, basic.opaque, basic.statements_site) == ("aws-managed", None, None)
    assert basic.site == site("WorkerRole", "Properties", "ManagedPolicyArns", 0)
    assert statements(basic) == [
        ("Allow", ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], ["*"])
    ]
    elsewhere = policy(worker, "arn:aws:iam::123456789012:policy/elsewhere")
    assert elsewhere.opaque == "arn:aws:iam::123456789012:policy/elsewhere is defined elsewhere"
    unknown = policy(worker, "NoSuchPolicyAnywhere")
    assert unknown.opaque == "the document of the AWS managed policy NoSuchPolicyAnywhere is not known here"
    assert sum(one.code is ProblemCode.UNKNOWN_POLICY for one in stack.problems) == 2


def test_the_boundary_is_a_policy_of_its_own(tmp_path: Path) -> None:
    worker = role(stack_of(tmp_path, PLAIN), "WorkerRole")
    assert worker.boundary is not None
    assert worker.boundary.name == "Boundary"
    assert "Boundary" not in [one.name for one in worker.policies]


def test_functions_find_their_role_by_reference_and_by_name(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, PLAIN)
    assert workload(stack, "Worker").role == "WorkerRole"
    assert workload(stack, "ByName").role == "WorkerRole"
    theirs = role(stack, str(workload(stack, "External").role))
    assert (theirs.external, theirs.owner, theirs.policies) == (True, None, ())
    assert (
        "External runs under arn:aws:iam::123456789012:role/theirs, which is defined elsewhere; its policies are"
        " not known"
    ) in [one.detail for one in stack.problems]


SAM = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Tracing: Active}
Resources:
  Orders: {Type: AWS::Serverless::SimpleTable}
  Inbox: {Type: AWS::SQS::Queue}
  Own:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:*, Resource: "*"}]}}
  Worker:
    Type: AWS::Serverless::Function
    Connectors:
      Send: {Properties: {Destination: {Id: Inbox}, Permissions: [Write]}}
    Properties:
      InlineCode: x
      PermissionsBoundary: !Ref Own
      VpcConfig: {SubnetIds: [subnet-1]}
      Policies:
        - DynamoDBReadPolicy: {TableName: !Ref Orders}
        - AWSLambdaExecute
        - !Ref Own
        - Statement:
            - {Effect: Allow, Action: s3:GetObject, Resource: "*"}
        - NoSuchTemplatePolicy: {}
      Events:
        Q: {Type: SQS, Properties: {Queue: !GetAtt Inbox.Arn}}
  Single:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: x, Policies: AmazonS3ReadOnlyAccess, Tracing: Disabled}
  Document:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Policies: {Version: "2012-10-17", Statement: {Effect: Allow, Action: s3:*, Resource: "*"}}
  Given:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: x, Role: !GetAtt Role.Arn, Policies: [AmazonS3FullAccess]}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  ToTable:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Given}, Destination: {Id: Orders}, Permissions: [Read]}
"""


def test_sam_makes_a_role_with_what_configuration_implies(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, SAM)
    assert workload(stack, "Worker").role == "WorkerRole"
    worker = role(stack, "WorkerRole")
    assert worker.owner == site("Worker")
    assert worker.span == workload(stack, "Worker").span
    assert [one.name for one in worker.policies if one.kind == "implied"] == [
        "AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess", "AWSLambdaVPCAccessExecutionRole",
        "AWSLambdaSQSQueueExecutionRole",
    ]  # fmt: skip
    assert [one.name for one in role(stack, "SingleRole").policies] == [
        "AWSLambdaBasicExecutionRole", "AmazonS3ReadOnlyAccess",
    ]  # fmt: skip
    assert worker.boundary is not None and worker.boundary.name == "Own"
    assert "AWS::IAM::Role" in [one.type for one in stack.resources if one.id == "WorkerRole"]


def test_sam_policies_of_every_form(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, SAM)
    worker = role(stack, "WorkerRole")
    at = ("Worker", "Properties", "Policies")
    template = policy(worker, "DynamoDBReadPolicy")
    assert (template.kind, template.site, template.statements_site) == ("sam-template", site(*at, 0), None)
    ((effect, actions, resources),) = statements(template)
    assert effect == "Allow"
    assert "dynamodb:Query" in actions and "dynamodb:PutItem" not in actions
    assert resources == [TABLE, f"{TABLE}/index/*"]
    assert policy(worker, "AWSLambdaExecute").site == site(*at, 1)
    assert policy(worker, "Own").kind == "customer-managed"
    inline = policy(worker, "policy 3")
    assert (inline.site, inline.statements_site) == (site(*at, 3), site(*at, 3, "Statement"))
    assert policy(worker, "NoSuchTemplatePolicy").opaque == "SAM has no policy template NoSuchTemplatePolicy"
    document = policy(role(stack, "DocumentRole"), "policy")
    assert document.site == site("Document", "Properties", "Policies")
    assert statements(document) == [("Allow", ["s3:*"], ["*"])]


def test_with_a_role_given_sam_ignores_policies(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, SAM)
    assert workload(stack, "Given").role == "Role"
    assert stack.role("GivenRole") is None
    assert [one.name for one in role(stack, "Role").policies] == ["ToTable"]


def test_connectors_become_policies_of_the_role_that_acts(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, SAM)
    sends = policy(role(stack, "WorkerRole"), "WorkerSend")
    assert (sends.kind, sends.site) == ("connector", site("Worker", "Connectors", "Send"))
    ((effect, actions, resources),) = statements(sends)
    assert (effect, resources) == ("Allow", [QUEUE])
    assert "sqs:SendMessage" in actions and "sqs:ReceiveMessage" not in actions
    reads = policy(role(stack, "Role"), "ToTable")
    ((_, actions, resources),) = statements(reads)
    assert "dynamodb:GetItem" in actions and "dynamodb:PutItem" not in actions
    assert resources == [TABLE, f"{TABLE}/index/*"]


def test_a_policy_that_sam_attaches_anyway_is_there_once(tmp_path: Path) -> None:
    template = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Queue: {Type: AWS::SQS::Queue}
      Fn:
        Type: AWS::Serverless::Function
        Properties:
          InlineCode: x
          Policies: [AWSLambdaSQSQueueExecutionRole, AWSLambdaBasicExecutionRole, AmazonS3ReadOnlyAccess]
          Events: {Jobs: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}
    """
    found = role(stack_of(tmp_path, template), "FnRole").policies
    assert [(one.name, one.kind) for one in found] == [
        ("AWSLambdaSQSQueueExecutionRole", "implied"),
        ("AWSLambdaBasicExecutionRole", "implied"),
        ("AmazonS3ReadOnlyAccess", "aws-managed"),
    ]
