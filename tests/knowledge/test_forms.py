"""Forms of identifiers: what a value of any spelling is granted on always matches the ARN that AWS evaluates.

Each form says how AWS makes the ARN of a thing with a given name, and in which ways a request may name it.
Whatever the name, the grant's pattern must match that ARN.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Hole, Text

from .requests_ import ask, text

AT = "eu-west-1:123456789012"
NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,9}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True)
Spelling = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """``arn`` is what AWS evaluates for the thing called NAME; ``spellings`` are how ``member`` may say it."""

    call: str
    action: str
    member: str
    arn: str
    spellings: tuple[str, ...]
    more: tuple[tuple[str, Any], ...] = ()
    refused: tuple[str, ...] = ()
    """What a grant that is not too wide doesn't match."""


def _secret(spelling: str) -> Form:
    return Form(
        call="secretsmanager:GetSecretValue",
        action="secretsmanager:GetSecretValue",
        member="SecretId",
        arn=f"arn:aws:secretsmanager:{AT}:secret:NAME-Ab1Cd2",
        spellings=(spelling,),
        refused=(f"arn:aws:secretsmanager:{AT}:secret:other-Ab1Cd2",),
    )


FUNCTION = f"arn:aws:lambda:{AT}:function:NAME"
FORMS = {
    "a secret's name": _secret("NAME"),
    "a secret's whole ARN": _secret(f"arn:aws:secretsmanager:{AT}:secret:NAME-Ab1Cd2"),
    "a secret's ARN without what is appended": _secret(f"arn:aws:secretsmanager:{AT}:secret:NAME"),
    "a secret's ARN of this account": _secret("arn:aws:secretsmanager:{region}:{account}:secret:NAME-Ab1Cd2"),
    "secrets in a batch": Form(
        call="secretsmanager:BatchGetSecretValue",
        action="secretsmanager:GetSecretValue",
        member="SecretIdList",
        arn=f"arn:aws:secretsmanager:{AT}:secret:NAME-Ab1Cd2",
        spellings=("NAME", f"arn:aws:secretsmanager:{AT}:secret:NAME-Ab1Cd2"),
    ),
    "a replication task of DMS": Form(
        call="dms:StartReplicationTask",
        action="dms:StartReplicationTask",
        member="ReplicationTaskArn",
        arn=f"arn:aws:dms:{AT}:task:NAME",
        spellings=(f"arn:aws:dms:{AT}:task:NAME",),
        refused=(f"arn:aws:dms:{AT}:task:NAMEx",),
    ),
    "an instance of DMS, which gets an id": Form(
        call="dms:CreateReplicationInstance",
        action="dms:CreateReplicationInstance",
        member="ReplicationInstanceIdentifier",
        arn=f"arn:aws:dms:{AT}:rep:QLXQZ64MH7CXF4QCQMGRVYVXAI",
        spellings=("NAME",),
    ),
    "a log group": Form(
        call="logs:FilterLogEvents",
        action="logs:FilterLogEvents",
        member="logGroupIdentifier",
        arn=f"arn:aws:logs:{AT}:log-group:NAME:*",
        spellings=("NAME", f"arn:aws:logs:{AT}:log-group:NAME", f"arn:aws:logs:{AT}:log-group:NAME:*"),
    ),
    "a function": Form(
        call="lambda:Invoke",
        action="lambda:InvokeFunction",
        member="FunctionName",
        arn=FUNCTION,
        spellings=("NAME", FUNCTION, "123456789012:function:NAME"),
        refused=(f"{FUNCTION}x",),
    ),
    "a function's version": Form(
        call="lambda:Invoke",
        action="lambda:InvokeFunction",
        member="FunctionName",
        arn=f"{FUNCTION}:7",
        spellings=("NAME:7", f"{FUNCTION}:7", "123456789012:function:NAME:7"),
        refused=(f"{FUNCTION}:8",),
    ),
    "a function's alias apart": Form(
        call="lambda:Invoke",
        action="lambda:InvokeFunction",
        member="FunctionName",
        arn=f"{FUNCTION}:live",
        spellings=("NAME", FUNCTION),
        more=(("Qualifier", "live"),),
    ),
    "a layer's version": Form(
        call="lambda:GetLayerVersion",
        action="lambda:GetLayerVersion",
        member="LayerName",
        arn=f"arn:aws:lambda:{AT}:layer:NAME:3",
        spellings=("NAME", f"arn:aws:lambda:{AT}:layer:NAME"),
        more=(("VersionNumber", 3),),
    ),
    "a state machine": Form(
        call="stepfunctions:StartExecution",
        action="states:StartExecution",
        member="stateMachineArn",
        arn=f"arn:aws:states:{AT}:stateMachine:NAME",
        spellings=(f"arn:aws:states:{AT}:stateMachine:NAME",),
    ),
    "a task definition": Form(
        call="ecs:RunTask",
        action="ecs:RunTask",
        member="taskDefinition",
        arn=f"arn:aws:ecs:{AT}:task-definition/NAME:12",
        spellings=("NAME", "NAME:12", f"arn:aws:ecs:{AT}:task-definition/NAME:12"),
        refused=(f"arn:aws:ecs:{AT}:task-definition/NAMEx:12",),
    ),
    "the job definition of a job": Form(
        call="batch:SubmitJob",
        action="batch:SubmitJob",
        member="jobDefinition",
        arn=f"arn:aws:batch:{AT}:job-definition/NAME:12",
        spellings=("NAME", "NAME:12", f"arn:aws:batch:{AT}:job-definition/NAME"),
        more=(("jobQueue", "q"), ("jobName", "j")),
        refused=(f"arn:aws:batch:{AT}:job-definition/NAMEx:12", f"arn:aws:batch:{AT}:job-definition/NAMEx"),
    ),
    "a job definition": Form(
        call="batch:DeregisterJobDefinition",
        action="batch:DeregisterJobDefinition",
        member="jobDefinition",
        arn=f"arn:aws:batch:{AT}:job-definition/NAME:12",
        spellings=("NAME:12", f"arn:aws:batch:{AT}:job-definition/NAME:12"),
    ),
    "a stream's consumer": Form(
        call="kinesis:DescribeStreamConsumer",
        action="kinesis:DescribeStreamConsumer",
        member="ConsumerName",
        arn=f"arn:aws:kinesis:{AT}:stream/s/consumer/NAME:1700000000",
        spellings=("NAME",),
        more=(("StreamARN", f"arn:aws:kinesis:{AT}:stream/s"),),
    ),
    "a stack": Form(
        call="cloudformation:DescribeStacks",
        action="cloudformation:DescribeStacks",
        member="StackName",
        arn=f"arn:aws:cloudformation:{AT}:stack/NAME/11111111-2222-3333-4444-555555555555",
        spellings=("NAME", f"arn:aws:cloudformation:{AT}:stack/NAME/11111111-2222-3333-4444-555555555555"),
    ),
    "an event rule": Form(
        call="events:PutRule",
        action="events:PutRule",
        member="Name",
        arn=f"arn:aws:events:{AT}:rule/NAME",
        spellings=("NAME",),
    ),
    "an event rule of a bus": Form(
        call="events:PutRule",
        action="events:PutRule",
        member="Name",
        arn=f"arn:aws:events:{AT}:rule/bus/NAME",
        spellings=("NAME",),
        more=(("EventBusName", "bus"),),
    ),
    "a role with a path": Form(
        call="iam:CreateRole",
        action="iam:CreateRole",
        member="RoleName",
        arn="arn:aws:iam::123456789012:role/service/NAME",
        spellings=("NAME",),
        more=(("Path", "/service/"),),
        refused=("arn:aws:iam::123456789012:role/NAME",),
    ),
    "a role under no path": Form(
        call="iam:AttachRolePolicy",
        action="iam:AttachRolePolicy",
        member="RoleName",
        arn="arn:aws:iam::123456789012:role/NAME",
        spellings=("NAME",),
        more=(("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"),),
    ),
    "a consumer's own ARN": Form(
        call="kinesis:SubscribeToShard",
        action="kinesis:SubscribeToShard",
        member="ConsumerARN",
        arn=f"arn:aws:kinesis:{AT}:stream/s/consumer/NAME:1700000000",
        spellings=(f"arn:aws:kinesis:{AT}:stream/s/consumer/NAME:1700000000",),
        more=(("ShardId", "shardId-0"), ("StartingPosition", {"Type": "LATEST"})),
        refused=(f"arn:aws:kinesis:{AT}:stream/s/consumer/NAMEx:1700000000",),
    ),
    "a state machine's alias": Form(
        call="stepfunctions:StartExecution",
        action="states:StartExecution",
        member="stateMachineArn",
        arn=f"arn:aws:states:{AT}:stateMachine:machine",  # states:StateMachineQualifier tells of the alias
        spellings=(f"arn:aws:states:{AT}:stateMachine:machine:NAME",),
    ),
    "a function's alias by its ARN": Form(
        call="lambda:GetAlias",
        action="lambda:GetAlias",
        member="FunctionName",
        arn=FUNCTION,
        spellings=("NAME", FUNCTION),
        more=(("Name", "live"),),
    ),
    "a log group's streams": Form(
        call="logs:PutLogEvents",
        action="logs:PutLogEvents",
        member="logGroupName",
        arn=f"arn:aws:logs:{AT}:log-group:NAME:log-stream:s",
        spellings=("NAME",),
        more=(("logStreamName", "s"), ("logEvents", [])),
    ),
    "a table's index": Form(
        call="dynamodb:Query",
        action="dynamodb:Query",
        member="TableName",
        arn=f"arn:aws:dynamodb:{AT}:table/NAME/index/i",
        spellings=("NAME", f"arn:aws:dynamodb:{AT}:table/NAME"),
        more=(("IndexName", "i"),),
    ),
    "a parameter": Form(
        call="ssm:GetParameter",
        action="ssm:GetParameter",
        member="Name",
        arn=f"arn:aws:ssm:{AT}:parameter/NAME",
        spellings=("NAME", "/NAME", "NAME:3", f"arn:aws:ssm:{AT}:parameter/NAME"),
    ),
    "a queue": Form(
        call="sqs:SendMessage",
        action="sqs:SendMessage",
        member="QueueUrl",
        arn=f"arn:aws:sqs:{AT}:NAME",
        spellings=("https://sqs.eu-west-1.amazonaws.com/123456789012/NAME",),
    ),
    "a target group": Form(
        call="elbv2:CreateTargetGroup",
        action="elasticloadbalancing:CreateTargetGroup",
        member="Name",
        arn=f"arn:aws:elasticloadbalancing:{AT}:targetgroup/NAME/0123456789abcdef",
        spellings=("NAME",),
    ),
    "an auto scaling group": Form(
        call="autoscaling:UpdateAutoScalingGroup",
        action="autoscaling:UpdateAutoScalingGroup",
        member="AutoScalingGroupName",
        arn=f"arn:aws:autoscaling:{AT}:autoScalingGroup:11111111-2222:autoScalingGroupName/NAME",
        spellings=("NAME",),
    ),
    "a key by alias": Form(
        call="kms:Decrypt",
        action="kms:Decrypt",
        member="KeyId",
        arn=f"arn:aws:kms:{AT}:key/11111111-2222-3333-4444-555555555555",
        spellings=("alias/NAME", f"arn:aws:kms:{AT}:alias/NAME"),
        more=(("CiphertextBlob", "x"),),
    ),
    "a hosted zone": Form(
        call="route53:GetHostedZone",
        action="route53:GetHostedZone",
        member="Id",
        arn="arn:aws:route53:::hostedzone/NAME",
        spellings=("NAME", "/hostedzone/NAME"),
    ),
}


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@settings(max_examples=25, deadline=None)
@given(name=NAME)
def test_a_name_in_any_spelling_is_granted_on_its_arn(authorizer: Authorizer, form: Form, name: str) -> None:
    # An ARN without what is appended is not told from a whole one by a name that ends like that.
    assume(
        form is not FORMS["a secret's ARN without what is appended"]
        or not re.search("-[A-Za-z0-9]{6}$", name)
    )
    for spelling in form.spellings:
        patterns = granted(authorizer, form, spelling.replace("NAME", name))
        actual = form.arn.replace("NAME", name)
        assert any(matches(pattern, actual) for pattern in patterns), (spelling, patterns, actual)
        for other in form.refused:
            assert not any(matches(pattern, other.replace("NAME", name)) for pattern in patterns)


@settings(max_examples=200, deadline=None)
@given(name=st.from_regex(r"[a-z]{1,6}-[A-Za-z0-9]{6}", fullmatch=True))
def test_a_name_that_ends_like_what_is_appended_gets_it_all_the_same(
    authorizer: Authorizer, name: str
) -> None:
    patterns = granted(authorizer, FORMS["a secret's name"], name)
    assert patterns == [f"arn:aws:secretsmanager:*:*:secret:{name}-??????"]


def granted(authorizer: Authorizer, form: Form, spelt: str) -> list[str]:
    """The resources of the form's action, what is not known of the place as ``*``."""
    member: Any = _value(spelt)
    if form.member.endswith("List"):
        member = [member]
    answer = ask(authorizer, form.call, {form.member: member, **dict(form.more)})
    found = [need for need in answer.needs if need.action == form.action]
    assert found, answer
    resources = [text(value) for need in found for value in need.resources]
    return [re.sub(r"(?<=:)[RA](?=:)", "*", resource) for resource in resources]


def _value(spelt: str) -> Any:
    """``{region}`` and ``{account}`` are what a program asks AWS for."""
    if "{account}" not in spelt:
        return spelt
    before, after = spelt.split("{region}:{account}")
    return Text((before, Hole(kind="region"), ":", Hole(kind="account"), after))


def matches(pattern: str, arn: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), arn) is not None
