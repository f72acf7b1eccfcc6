"""Step Functions: the actions and resources that each kind of state needs, through the authorization layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.assembly import NOWHERE, resource_texts
from policywright.analyzers.grants import grants_for
from policywright.analyzers.infrastructure import states
from policywright.analyzers.infrastructure.model import Code, Definition, ProblemCode, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.infrastructure.states.findings import MachineFindings
from policywright.analyzers.infrastructure.states.table import integrations
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Hole, Text

AUTHORIZER = Authorizer(shared_store())
RULE = "arn:aws:events:*:*:rule/"


def machine(definition: object, name: str = "Orders") -> Workload:
    """A state machine whose definition is one string, as ``DefinitionString`` gives it."""
    text = Const(json.dumps(definition))
    return Workload(
        id=name, kind="state-machine", name=Const(name), span=whole_file("template.yaml"), code=Code(),
        definition=Definition(data=text),
    )  # fmt: skip


def task(resource: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "End": True, **fields}


def found(**every: Any) -> MachineFindings:
    return states.calls(machine({"StartAt": "X", "States": every}), AUTHORIZER.operations)


def actions(result: MachineFindings) -> dict[str, list[str]]:
    """Action to resources: what is granted to the machine's own role."""
    grants = grants_for(result.calls, AUTHORIZER)
    assert not grants.unresolved
    needed: dict[str, list[str]] = {}
    for grant in grants.needed:
        if grant.identity.role is None:
            needed.setdefault(grant.action, []).extend(resource_texts(grant.resources))
    for need in result.needs:
        needed.setdefault(need.action, []).extend(resource_texts(need.resources))
    return {action: sorted(set(resources)) for action, resources in needed.items()}


def test_lambda_by_arn_and_by_integration() -> None:
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:price"
    result = found(
        Price=task(arn),
        Tax=task("arn:aws:states:::lambda:invoke", Parameters={"FunctionName": "tax", "Payload.$": "$"}),
        Any=task(
            "arn:aws-cn:states:::lambda:invoke.waitForTaskToken", Arguments={"FunctionName": "{% $f %}"}
        ),
    )
    assert actions(result) == {"lambda:InvokeFunction": ["arn:aws:lambda:*:*:function:*"]}
    assert [call.parameters.get("FunctionName") for call in result.calls[:2]] == [Const(arn), Const("tax")]
    assert result.unresolved == ()


def test_a_resource_that_the_template_fills_in_is_a_function() -> None:
    hole = Hole(kind="parameter", name="PriceArn")
    document = Text(('{"States": {"Price": {"Type": "Task", "Resource": "', hole, '", "End": true}}}'))
    workload = Workload(
        id="M", kind="state-machine", name=Const("M"), span=whole_file("t.yaml"), code=Code(),
        definition=Definition(data=document),
    )  # fmt: skip
    result = states.calls(workload, AUTHORIZER.operations)
    (call,) = result.calls
    assert (call.certainty, call.actions, call.resources) == (
        "inferred", ("lambda:InvokeFunction",), (Text((hole,)),)
    )  # fmt: skip


def test_activities_and_leaves_need_nothing() -> None:
    result = found(
        Wait={"Type": "Wait", "Seconds": 1, "Next": "Done"},
        Work=task("arn:aws:states:eu-west-1:123456789012:activity:work"),
        Done={"Type": "Succeed"},
    )
    assert result == MachineFindings()


def test_dynamodb_scopes_to_the_table() -> None:
    result = found(
        Save=task(
            "arn:aws:states:::dynamodb:putItem", Parameters={"TableName": "orders", "Item.$": "$.item"}
        ),
        Find=task(
            "arn:aws:states:::aws-sdk:dynamodb:query",
            Arguments={"TableName": "orders", "IndexName": "by-day"},
        ),
    )
    assert actions(result) == {
        "dynamodb:PutItem": ["arn:aws:dynamodb:*:*:table/orders"],
        "dynamodb:Query": ["arn:aws:dynamodb:*:*:table/orders/index/by-day"],
    }


def test_ecs_run_and_wait_polls_stops_and_keeps_a_rule() -> None:
    parameters = {
        "Cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/main",
        "TaskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/job:7",
        "LaunchType": "FARGATE",
        "Overrides": {
            "TaskRoleArn": "arn:aws:iam::123456789012:role/job",
            "ExecutionRoleArn": "arn:aws:iam::123456789012:role/agent",
        },
    }
    needed = actions(found(Run=task("arn:aws:states:::ecs:runTask.sync", Parameters=parameters)))
    assert needed["ecs:RunTask"] == ["arn:aws:ecs:eu-west-1:123456789012:task-definition/job:7"]
    assert (
        needed["ecs:StopTask"]
        == needed["ecs:DescribeTasks"]
        == ["arn:aws:ecs:eu-west-1:123456789012:task/main/*"]
    )
    assert sorted(needed["iam:PassRole"]) == [
        "arn:aws:iam::123456789012:role/agent", "arn:aws:iam::123456789012:role/job"
    ]  # fmt: skip
    for action in ("PutTargets", "PutRule", "DescribeRule"):
        assert needed[f"events:{action}"] == [RULE + "StepFunctionsGetEventsForECSTaskRule"]
    only = actions(found(Run=task("arn:aws:states:::ecs:runTask", Parameters=parameters)))
    assert only.keys() == {"ecs:RunTask", "iam:PassRole"}


def test_nested_execution_is_described_and_stopped_by_its_arn() -> None:
    arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:child"
    result = found(
        Go=task("arn:aws:states:::states:startExecution.sync:2", Arguments={"StateMachineArn": arn})
    )
    executions = ["arn:aws:states:eu-west-1:123456789012:execution:child:*"]
    rule = [RULE + "StepFunctionsGetEventsForStepFunctionsExecutionRule"]
    assert actions(result) == {
        "states:StartExecution": [arn],
        "states:DescribeExecution": executions,
        "states:StopExecution": executions,
        "events:PutTargets": rule,
        "events:PutRule": rule,
        "events:DescribeRule": rule,
    }


@pytest.mark.parametrize(
    ("api", "parameters", "expected"),
    [
        (
            "glue:startJobRun.sync",
            {"JobName": "etl"},
            {
                f"glue:{one}": ["arn:aws:glue:*:*:job/etl"]
                for one in ("StartJobRun", "GetJobRun", "GetJobRuns", "BatchStopJobRun")
            },
        ),
        (
            "codebuild:startBuild.sync",
            {"ProjectName": "site"},
            {
                **{
                    f"codebuild:{one}": ["arn:aws:codebuild:*:*:project/site"]
                    for one in ("StartBuild", "StopBuild", "BatchGetBuilds")
                },
                **{
                    f"events:{one}": [RULE + "StepFunctionsGetEventForCodeBuildStartBuildRule"]
                    for one in ("PutTargets", "PutRule", "DescribeRule")
                },
            },
        ),
        (
            "elasticmapreduce:terminateCluster.sync",
            {"ClusterId": "j-1"},
            {
                **{
                    f"elasticmapreduce:{one}": ["arn:aws:elasticmapreduce:*:*:cluster/j-1"]
                    for one in ("TerminateJobFlows", "DescribeCluster")
                },
                **{
                    f"events:{one}": [RULE + "StepFunctionsGetEventForEMRTerminateJobFlowsRule"]
                    for one in ("PutTargets", "PutRule", "DescribeRule")
                },
            },
        ),
        ("eks:call", {"ClusterName": "main", "Method": "GET"}, {}),
        (
            "sqs:sendMessage.waitForTaskToken",
            {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/inbox", "MessageBody.$": "$"},
            {"sqs:SendMessage": ["arn:aws:sqs:eu-west-1:123456789012:inbox"]},
        ),
        (
            "events:putEvents",
            {"Entries": [{"Detail.$": "$", "EventBusName": "orders"}]},
            {"events:PutEvents": ["arn:aws:events:*:*:event-bus/orders"]},
        ),
        (
            "bedrock:invokeModel",
            {
                "ModelId": "amazon.titan-text-lite-v1",
                "Input": {"S3Uri": "s3://prompts/one.json"},
                "Output": {"S3Uri": "{% 's3://answers/' & $id %}"},
            },
            {
                "bedrock:InvokeModel": ["arn:aws:bedrock:*::foundation-model/amazon.titan-text-lite-v1"],
                "s3:GetObject": ["arn:aws:s3:::prompts/one.json"],
                "s3:PutObject": ["arn:aws:s3:::answers/*"],
            },
        ),
        (
            "bedrock:invokeModel",
            {"ModelId": "amazon.titan-text-lite-v1", "Body": {}},
            {"bedrock:InvokeModel": ["arn:aws:bedrock:*::foundation-model/amazon.titan-text-lite-v1"]},
        ),
    ],
)
def test_integrations(api: str, parameters: dict[str, Any], expected: dict[str, list[str]]) -> None:
    result = found(Do=task(f"arn:aws:states:::{api}", Parameters=parameters))
    assert actions(result) == expected
    assert result.unresolved == ()


@pytest.mark.parametrize(
    ("api", "service", "operation"),
    [
        ("sfn:startSyncExecution", "stepfunctions", "StartSyncExecution"),
        ("cloudwatchlogs:createLogGroup", "logs", "CreateLogGroup"),
        ("eventbridge:putEvents", "events", "PutEvents"),
        ("elasticloadbalancingv2:describeTargetHealth", "elbv2", "DescribeTargetHealth"),
        ("cognitoidentityprovider:adminGetUser", "cognito-idp", "AdminGetUser"),
        ("databasemigration:startReplicationTask", "dms", "StartReplicationTask"),
        ("rds:createDBSnapshot", "rds", "CreateDBSnapshot"),
        ("s3:listObjectsV2", "s3", "ListObjectsV2"),
        ("applicationautoscaling:putScalingPolicy", "application-autoscaling", "PutScalingPolicy"),
        ("config:getComplianceDetailsByConfigRule", "config", "GetComplianceDetailsByConfigRule"),
    ],
)
def test_sdk_integrations_by_java_names(api: str, service: str, operation: str) -> None:
    (call,) = found(Do=task(f"arn:aws:states:::aws-sdk:{api}", Parameters={})).calls
    assert (call.service, call.operation) == (service, operation)


def test_members_get_the_names_of_the_api() -> None:
    (call,) = found(
        Do=task(
            "arn:aws:states:::aws-sdk:ecs:createService",
            Parameters={
                "Cluster": "main",
                "ServiceName.$": "$.service",
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        )
    ).calls
    assert [name for name, _ in call.parameters.fields] == ["cluster", "serviceName", "tags"]


def test_unknown_names_are_said() -> None:
    result = found(
        A=task("arn:aws:states:::aws-sdk:nosuch:doIt"),
        B=task("arn:aws:states:::aws-sdk:s3:doIt"),
        C=task("arn:aws:states:::nosuch:doIt"),
        D=task("arn:aws:s3:::bucket"),
        E={"Type": "Mystery"},
    )
    assert result.calls == ()
    assert [(one.code, one.detail) for one in result.unresolved] == [
        (UnresolvedCode.UNKNOWN_SERVICE, "A: no AWS SDK service is called nosuch"),
        (UnresolvedCode.UNKNOWN_OPERATION, "B: s3 has no operation doIt"),
        (UnresolvedCode.UNKNOWN_OPERATION, "C: nosuch:doIt is no integration that is known here"),
        (UnresolvedCode.UNKNOWN_SERVICE, "D: no task has the resource arn:aws:s3:::bucket"),
        (UnresolvedCode.DYNAMIC_CODE, "E: no state has the type Mystery"),
    ]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("Key", "in/a.csv", "in/a.csv"),
        ("Key.$", "$.key", "*"),
        ("Key.$", "States.Format('in/{}/{}.csv', $.a, $.b)", "in/*/*.csv"),
        ("Key", "{% $states.input.key %}", "*"),
        ("Key", "{% 'in/' & $states.input.key & '.csv' %}", "in/*.csv"),
        ("Key", "{% $x ? 'a' : 'b' %}", "*"),
        ("Key", "{% 'in/a.csv' %}", "in/a.csv"),
    ],
)
def test_expressions_keep_what_is_constant(key: str, value: str, expected: str) -> None:
    result = found(
        Get=task("arn:aws:states:::aws-sdk:s3:getObject", Arguments={"Bucket": "data", key: value})
    )
    assert actions(result)["s3:GetObject"] == [f"arn:aws:s3:::data/{expected}"]


def test_parallel_and_maps_are_walked() -> None:
    publish = task("arn:aws:states:::sns:publish", Parameters={"TopicArn": "arn:aws:sns:eu-west-1:1:a"})
    result = found(
        Both={"Type": "Parallel", "Branches": [{"States": {"One": publish}}, {"States": {"Two": publish}}]},
        Old={"Type": "Map", "Iterator": {"States": {"Three": publish}}},
        New={
            "Type": "Map",
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "States": {"Four": publish}},
        },
    )
    assert [call.chain for call in result.calls] == [
        ("Both", "One"), ("Both", "Two"), ("Old", "Three"), ("New", "Four"),
    ]  # fmt: skip
    assert {call.entry for call in result.calls} == {"Orders"}
    assert result.needs == ()


def test_distributed_map_runs_itself_reads_and_writes() -> None:
    result = found(
        Each={
            "Type": "Map",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "States": {"Nothing": {"Type": "Pass", "End": True}},
            },
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {"InputType": "CSV"},
                "Parameters": {"Bucket": "in", "Key": "all.csv"},
            },
            "ResultWriter": {
                "Resource": "arn:aws:states:::s3:putObject",
                "Parameters": {"Bucket": "out", "Prefix": "runs"},
            },
        }
    )
    machine_arn = "arn:aws:states:*:*:stateMachine:Orders"
    runs = ["arn:aws:states:*:*:execution:Orders/*", "arn:aws:states:*:*:execution:Orders:*"]
    written = ["arn:aws:s3:::out/runs/*"]
    assert actions(result) == {
        "states:StartExecution": [machine_arn],
        "states:DescribeExecution": runs,
        "states:StopExecution": runs,
        "s3:GetObject": ["arn:aws:s3:::in/all.csv", "arn:aws:s3:::out/runs/*"],
        "s3:PutObject": written,
        "s3:ListMultipartUploadParts": written,
        "s3:AbortMultipartUpload": written,
        **{key: ["arn:aws:kms:*:*:key/*"] for key in ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")},
    }
    assert {one.action for one in result.needs if one.optional} == {
        "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey",
    }  # fmt: skip
    optional = grants_for(result.calls, AUTHORIZER).optional
    assert ("states:RedriveExecution", "failed map runs are redriven") in [
        (item.action, item.when) for item in optional
    ]


def test_a_listing_reader_needs_no_objects_unless_it_flattens_them() -> None:
    def reader(**config: str) -> MachineFindings:
        return found(
            Each={
                "Type": "Map",
                "ItemProcessor": {"States": {"Nothing": {"Type": "Pass"}}},
                "ItemReader": {
                    "Resource": "arn:aws:states:::s3:listObjectsV2",
                    "ReaderConfig": config,
                    "Arguments": {"Bucket": "in", "Prefix": "day/"},
                },
            }
        )

    assert actions(reader()) == {"s3:ListBucket": ["arn:aws:s3:::in"]}
    assert actions(reader(Transformation="LOAD_AND_FLATTEN")) == {
        "s3:ListBucket": ["arn:aws:s3:::in"],
        "s3:GetObject": ["arn:aws:s3:::in/day/*"],
    }


def test_http_task_with_its_connection() -> None:
    result = found(
        Call=task(
            "arn:aws:states:::http:invoke",
            Parameters={
                "ApiEndpoint": "https://api.example.com/v1/orders",
                "Method": "POST",
                "Authentication": {"ConnectionArn": "arn:aws:events:eu-west-1:1:connection/shop/0a1b"},
            },
        )
    )
    assert result.calls == ()
    by_action = {need.action: need for need in result.needs}
    invoke = by_action["states:InvokeHTTPEndpoint"]
    assert resource_texts(invoke.resources) == ["arn:aws:states:*:*:stateMachine:Orders"]
    assert invoke.conditions == (
        ("StringEquals", "states:HTTPMethod", (Const("POST"),)),
        ("StringEquals", "states:HTTPEndpoint", (Const("https://api.example.com/v1/orders"),)),
    )
    connection = by_action["events:RetrieveConnectionCredentials"]
    assert resource_texts(connection.resources) == ["arn:aws:events:eu-west-1:1:connection/shop/0a1b"]
    secrets = ["arn:aws:secretsmanager:*:*:secret:events!connection/shop/*"]
    for action in ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"):
        assert resource_texts(by_action[action].resources, NOWHERE) == secrets
    assert len(result.needs) == 4


def test_api_gateway_only_when_it_is_signed() -> None:
    endpoint = {"ApiEndpoint": "abc123.execute-api.eu-west-1.amazonaws.com", "Method": "GET", "Stage": "prod"}
    open_ = found(Get=task("arn:aws:states:::apigateway:invoke", Parameters={**endpoint, "Path": "/a"}))
    assert open_ == MachineFindings()
    signed = found(
        Get=task(
            "arn:aws:states:::apigateway:invoke",
            Parameters={**endpoint, "Path": "/pets/cats", "AuthType": "IAM_ROLE"},
        )
    )
    assert actions(signed) == {
        "execute-api:Invoke": ["arn:aws:execute-api:eu-west-1:*:abc123/prod/GET/pets/cats"]
    }


def test_credentials_move_the_call_to_the_other_role() -> None:
    role = "arn:aws:iam::999999999999:role/other"
    result = found(
        Run=task(
            "arn:aws:states:::batch:submitJob.sync",
            Credentials={"RoleArn": role},
            Parameters={"JobName": "n", "JobQueue": "q", "JobDefinition": "d"},
        )
    )
    assert actions(result) == {"sts:AssumeRole": [role]}
    theirs = {
        grant.action for grant in grants_for(result.calls, AUTHORIZER).needed if grant.identity.role == Const(role)
    }  # fmt: skip
    assert theirs == {"batch:SubmitJob", "batch:DescribeJobs", "batch:TerminateJob"}
    assert result.needs == ()


def test_without_parameters_the_whole_input_is_passed() -> None:
    (call,) = found(Send=task("arn:aws:states:::sns:publish")).calls
    assert call.parameters.open and call.parameters.fields == ()


def test_what_is_no_definition_is_said() -> None:
    workload = machine("not JSON {")
    result = states.calls(workload, AUTHORIZER.operations)
    assert [(one.code, one.detail) for one in result.unresolved] == [
        (UnresolvedCode.DYNAMIC_CODE, "Orders: its definition is not known")
    ]


def test_every_row_of_the_table_is_an_operation_with_such_members() -> None:
    for row in integrations().values():
        if not row.service:
            continue
        main = AUTHORIZER.operations.get(row.service, row.operation)
        assert main is not None, row.name
        assert all(main.member(name) for name in row.rename.values()), row.name
        for further in (*row.also, *row.sync):
            operation = AUTHORIZER.operations.get(further.service, further.operation)
            assert operation is not None, (row.name, further.operation)
            for name, spec in further.take.items():
                assert operation.member(name) is not None, (row.name, name)
                assert main.member(spec.split(maxsplit=1)[0]) is not None, (row.name, spec)


def test_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "flow").mkdir()
    (tmp_path / "flow" / "ship.asl.yaml").write_text(
        "StartAt: Ship\n"
        "States:\n"
        "  Ship:\n"
        "    Type: Task\n"
        "    Resource: arn:aws:states:::sqs:sendMessage\n"
        "    Parameters:\n"
        "      QueueUrl: ${Inbox}\n"
        "    End: true\n"
    )
    (tmp_path / "broken.asl.json").write_text("{}")
    files = ProjectFiles.below(tmp_path)
    broken, ship = states.read(files)
    assert [(one.code, one.detail) for one in broken.problems] == [
        (ProblemCode.UNREADABLE, "no state machine in Amazon States Language: there are no States")
    ]
    assert (ship.name, ship.dialect) == ("flow/ship.asl.yaml", "states")
    assert [one.code for one in ship.problems] == [ProblemCode.ROLE_NOT_FOUND]
    (workload,) = ship.workloads
    assert (workload.id, workload.kind, workload.role) == ("ship", "state-machine", None)
    (call,) = states.calls(workload, AUTHORIZER.operations).calls
    assert call.parameters.get("QueueUrl") == Text((Hole(kind="parameter", name="Inbox"),))
    assert (call.span.file, call.span.line, call.chain) == ("flow/ship.asl.yaml", 5, ("Ship",))
    assert states.read(files, used={"flow/ship.asl.yaml", "broken.asl.json"}) == ()


def test_a_placeholder_may_stand_for_a_number(tmp_path: Path) -> None:
    (tmp_path / "wait.asl.json").write_text(
        '{"StartAt": "Send", "States": {\n'
        '"Send": {"Type": "Task", "TimeoutSeconds": ${Timeout},\n'
        '"Resource": "arn:aws:states:::sqs:sendMessage", "Comment": "a \\"quoted\\" ${Word}",\n'
        '"Parameters": {"QueueUrl": "${Inbox}"}, "End": true}}}\n'
    )
    (wait,) = states.read(ProjectFiles.below(tmp_path))
    assert [one.code for one in wait.problems] == [ProblemCode.ROLE_NOT_FOUND]
    (call,) = states.calls(wait.workloads[0], AUTHORIZER.operations).calls
    assert call.parameters.get("QueueUrl") == Text((Hole(kind="parameter", name="Inbox"),))
    assert call.span.line == 3
