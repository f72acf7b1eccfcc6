"""Functions, tasks and state machines: code, environment, needs of their configuration, definitions."""

from __future__ import annotations

from pathlib import Path

from tests.analyzers.infrastructure.cloudformation.support import needs, role, shown, stack_of, workload

from policywright.analyzers.infrastructure.model import ProblemCode

FUNCTIONS = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Layers: [!Ref Common]
    Environment: {Variables: {STAGE: dev, TABLE: none}}
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: orders, SSESpecification: {KMSMasterKeyId: !GetAtt Key.Arn}}
  Inbox: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref KeyAlias}}
  Plain: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: alias/aws/sqs}}
  Failed: {Type: AWS::SQS::Queue}
  Done: {Type: AWS::SNS::Topic}
  Clicks: {Type: AWS::Kinesis::Stream}
  Key: {Type: AWS::KMS::Key}
  KeyAlias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/mine, TargetKeyId: !Ref Key}}
  Access: {Type: AWS::EFS::AccessPoint}
  Common: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/common}}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: worker
      CodeUri: src/
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Orders, QUEUE: !Ref Inbox}}
      Tracing: Active
      VpcConfig: {SubnetIds: [subnet-1]}
      KmsKeyArn: !GetAtt Key.Arn
      FileSystemConfigs: [{Arn: !GetAtt Access.Arn, LocalMountPath: /mnt/x}]
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}
      EventInvokeConfig:
        DestinationConfig: {OnSuccess: {Type: SNS, Destination: !Ref Done}}
      Events:
        In: {Type: SQS, Properties: {Queue: !GetAtt Inbox.Arn}}
        Api: {Type: HttpApi}
  Mapped:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: s3://bucket/key.zip, Handler: app.handler}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Ref Live, EventSourceArn: !GetAtt Clicks.Arn}
  Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Mapped, Name: live}}
  Invocation:
    Type: AWS::Lambda::EventInvokeConfig
    Properties:
      FunctionName: !Ref Mapped
      DestinationConfig: {OnFailure: {Destination: !GetAtt Worker.Arn}}
  Image:
    Type: AWS::Serverless::Function
    Properties: {PackageType: Image, ImageUri: x}
    Metadata: {DockerContext: ./image, Dockerfile: Dockerfile}
  Remote:
    Type: AWS::Serverless::Function
    Properties: {PackageType: Image, ImageUri: x}
  Bundled:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: web, Handler: orders.handler, Runtime: nodejs22.x}
    Metadata: {BuildMethod: esbuild, BuildProperties: {EntryPoints: [src/mails.ts, src/orders.ts]}}
  Inline:
    Type: AWS::Lambda::Function
    Properties: {Handler: index.handler, Code: {ZipFile: "def handler(event, context): pass"}}
"""


def test_code_is_where_the_template_says(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, FUNCTIONS, **{"image/Dockerfile": 'FROM x\nCMD ["main.handler"]\n'})
    worker = workload(stack, "Worker").code
    assert (worker.directory, worker.handler, worker.runtime) == ("src", "app.handler", "python3.12")
    assert worker.layers == ("layers/common",)
    assert workload(stack, "Mapped").code.opaque == "its code is s3://bucket/key.zip"
    image = workload(stack, "Image").code
    assert (image.directory, image.handler, image.opaque) == ("image", "main.handler", None)
    assert workload(stack, "Remote").code.opaque == "its code is in a container image"
    assert workload(stack, "Bundled").code.entries == ("web/src/orders.ts:handler",)
    inline = workload(stack, "Inline").code
    assert inline.inline == "def handler(event, context): pass"
    assert inline.inline_span is not None


def test_the_environment_is_the_globals_and_then_the_function(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, FUNCTIONS)
    assert shown(workload(stack, "Worker").environment) == {
        "STAGE": "dev",
        "TABLE": "<reference Orders>",
        "QUEUE": "https://sqs.<region>.amazonaws.com/<account>/<reference Inbox>",
    }
    assert shown(workload(stack, "Inline").environment) == {}


def test_resources_have_names_and_keys(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, FUNCTIONS)
    key = "arn:<partition>:kms:<region>:<account>:key/<reference Key>"
    found = {one.id: (shown(one.name), shown(one.key)) for one in stack.resources}
    assert found["Orders"] == ("orders", key)
    assert found["Inbox"] == (None, key)
    assert found["Plain"] == (None, None)
    assert found["Worker"] == ("worker", key)
    assert found["ServerlessRestApi"] == (None, None)


def test_configuration_needs_permissions_of_its_own(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, FUNCTIONS)
    worker = workload(stack, "Worker")
    assert needs(worker) == {
        "writes its log": {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"},
        "polls the queue Inbox": {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"},
        "reads what Inbox encrypts": {"kms:Decrypt"},
        "runs in a VPC": {
            "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
        },
        "sends traces to X-Ray": {"xray:PutTelemetryRecords", "xray:PutTraceSegments"},
        "sends failed events to the queue Failed": {"sqs:SendMessage"},
        "sends results to the topic Done": {"sns:Publish"},
        "mounts the file system of Access": {"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"},
    }  # fmt: skip
    log = next(one for one in worker.needs if one.action == "logs:PutLogEvents")
    assert [shown(one) for one in log.resources] == [
        "arn:<partition>:logs:<region>:<account>:log-group:/aws/lambda/worker:*"
    ]
    assert log.source is not None and log.source.startswith("https://docs.aws.amazon.com/")


def test_mappings_and_invocations_count_through_aliases(tmp_path: Path) -> None:
    mapped = needs(workload(stack_of(tmp_path, FUNCTIONS), "Mapped"))
    assert "kinesis:GetRecords" in mapped["polls the stream Clicks"]
    assert mapped["sends failed events to the function Worker"] == {"lambda:InvokeFunction"}


def test_a_function_that_polls_something_unknown_has_a_problem(tmp_path: Path) -> None:
    stack = stack_of(
        tmp_path,
        """
        Parameters: {Source: {Type: String}}
        Resources:
          F: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt R.Arn, Code: {ZipFile: x}}}
          R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
          M:
            Type: AWS::Lambda::EventSourceMapping
            Properties: {FunctionName: !Ref F, EventSourceArn: !Ref Source}
        """,
    )
    assert [(one.code, one.detail) for one in stack.problems] == [
        (ProblemCode.UNKNOWN_VALUE, "F: what it polls (${Source}) can't be told")
    ]


TASKS = """
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  TaskRole: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      TaskRoleArn: !GetAtt TaskRole.Arn
      ContainerDefinitions:
        - {Name: a, Image: repo/a:1, Environment: [{Name: BUCKET, Value: !Ref Bucket}, {Name: MODE, Value: x}]}
        - {Name: b, Image: repo/b:1, Environment: [{Name: MODE, Value: y}]}
  Service:
    Type: AWS::ECS::Service
    Properties: {TaskDefinition: !Ref Task, EnableExecuteCommand: true}
  NoRole:
    Type: AWS::ECS::TaskDefinition
    Properties: {ContainerDefinitions: [{Name: a, Image: nginx}]}
  Job:
    Type: AWS::Batch::JobDefinition
    Properties: {ContainerProperties: {JobRoleArn: !GetAtt TaskRole.Arn, Image: repo/j}}
"""


def test_tasks_run_under_their_task_role(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, TASKS)
    assert [(one.id, one.kind, one.role) for one in stack.workloads] == [
        ("Task", "task", "TaskRole"), ("Job", "task", "TaskRole"),
    ]  # fmt: skip
    task = workload(stack, "Task")
    assert task.code.opaque == "its code is in the container image repo/a:1, repo/b:1"
    assert shown(task.environment) == {"BUCKET": "<reference Bucket>", "MODE": frozenset(("x", "y"))}
    assert needs(task) == {
        "takes commands of ECS Exec": {
            "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
        }
    }  # fmt: skip
    assert needs(workload(stack, "Job")) == {}


MACHINES = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {InlineCode: x}}
  Inside:
    Type: AWS::Serverless::StateMachine
    Properties:
      Tracing: {Enabled: true}
      Logging: {Level: ALL}
      Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Fn}}]
      Definition: {StartAt: A, States: {A: {Type: Task, Resource: !GetAtt Fn.Arn, End: true}}}
  InFile:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/main.asl.json
      DefinitionSubstitutions: {Work: !GetAtt Fn.Arn, Wait: 5}
  AsText:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      DefinitionString: !Sub |
        {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Fn.Arn}:x", "TimeoutSeconds": ${Fn}}}}
  Broken:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: !GetAtt Role.Arn, DefinitionString: "{not json"}
  Missing:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: flows/none.asl.json}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
"""
FLOW = '{"StartAt": "A",\n "States": {"A": {"Type": "Task", "Resource": "${Work}", "TimeoutSeconds": "${Wait}"}}}\n'


def test_a_substitution_may_stand_for_a_number(tmp_path: Path) -> None:
    flow = FLOW.replace('"${Wait}"', "${Wait}")
    stack = stack_of(tmp_path, MACHINES, **{"flows/main.asl.json": flow})
    definition = workload(stack, "InFile").definition
    assert definition is not None
    (state,) = shown(definition.data)["States"].values()  # type: ignore[index]
    assert state["TimeoutSeconds"] == 5


def test_the_case_of_a_definition_file_may_deviate(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, MACHINES, **{"flows/Main.asl.json": FLOW})
    assert workload(stack, "InFile").definition is not None
    assert stack.files == ("template.yaml", "flows/Main.asl.json")


def test_definitions_are_found_wherever_they_stand(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, MACHINES, **{"flows/main.asl.json": FLOW})
    arn = "arn:<partition>:lambda:<region>:<account>:function:<reference Fn>"
    inside = workload(stack, "Inside").definition
    assert inside is not None
    state = {"Type": "Task", "Resource": arn, "End": True}
    assert shown(inside.data) == {"StartAt": "A", "States": {"A": state}}
    assert dict(inside.spans)["States", "A"].line == 11
    in_file = workload(stack, "InFile").definition
    assert in_file is not None
    assert shown(in_file.data) == {
        "StartAt": "A", "States": {"A": {"Type": "Task", "Resource": arn, "TimeoutSeconds": 5}},
    }  # fmt: skip
    assert (dict(in_file.spans)["States",].file, dict(in_file.spans)["States",].line) == (
        "flows/main.asl.json", 2,
    )  # fmt: skip
    assert stack.files == ("template.yaml", "flows/main.asl.json")
    text = workload(stack, "AsText").definition
    assert text is not None
    assert shown(text.data) == {
        "StartAt": "A",
        "States": {"A": {"Type": "Task", "Resource": f"{arn}:x", "TimeoutSeconds": "<reference Fn>"}},
    }
    assert [(one.code, one.detail) for one in stack.problems] == [
        (ProblemCode.UNKNOWN_VALUE, "Broken: its definition is not the text of a JSON document"),
        (ProblemCode.CODE_NOT_FOUND, "Missing: its definition (flows/none.asl.json) is not in the project"),
    ]


def test_machines_have_roles_and_needs(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, MACHINES)
    assert workload(stack, "Inside").role == "InsideRole"
    inside = role(stack, "InsideRole")
    assert [one.name for one in inside.policies] == ["AWSXRayDaemonWriteAccess", "LambdaInvokePolicy"]
    assert inside.services == ("states.amazonaws.com",)
    assert set(needs(workload(stack, "Inside"))) == {"logs its executions", "sends traces to X-Ray"}
    assert workload(stack, "AsText").role == "Role"
    assert needs(workload(stack, "AsText")) == {}
