"""Services of the Serverless Framework as stacks: functions, roles, policies, resources, state machines."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers.infrastructure import serverless
from policywright.analyzers.infrastructure.model import (
    Code,
    HeldPolicy,
    ProblemCode,
    Role,
    Site,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Hole, Struct, Text, Value

STAGE = Hole(kind="parameter", name="sls:stage")
PLACE = (Hole(kind="partition"), Hole(kind="region"), Hole(kind="account"))


def read(tmp_path: Path, **texts: str) -> tuple[Stack, ...]:
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return serverless.read(ProjectFiles.below(tmp_path))


def service(tmp_path: Path, text: str, **others: str) -> Stack:
    (stack,) = read(tmp_path, **{"serverless.yml": text, **others})
    return stack


def workload(stack: Stack, id: str) -> Workload:
    return next(one for one in stack.workloads if one.id == id)


def role(stack: Stack, id: str) -> Role:
    found = stack.role(id)
    assert found is not None
    return found


def inline(held: Role) -> HeldPolicy:
    (policy,) = [one for one in held.policies if one.kind == "inline"]
    return policy


def arn(service_name: str, kind: str, *name: str | Hole) -> Value:
    partition, region, account = PLACE
    return Text(("arn:", partition, f":{service_name}:", region, ":", account, f":{kind}", *name))


TODOS = """\
service: todos
provider:
  name: aws
  runtime: nodejs20.x
  environment:
    TABLE: ${self:service}-${sls:stage}
  iam:
    role:
      statements:
        - Effect: Allow  # the table
          Action: [dynamodb:GetItem, dynamodb:PutItem]
          Resource: !GetAtt Todos.Arn
functions:
  get-one:
    handler: ./src/get.handler
    environment:
      QUEUE: !Ref Inbox
      TABLE: !Ref Todos
  drain_all:
    name: drainer
    runtime: python3.12
    handler: src/drain.handler
    events:
      - http: GET /drain
      - sqs: {arn: !GetAtt Inbox.Arn, batchSize: 1}
resources:
  Resources:
    Todos: {Type: AWS::DynamoDB::Table, Properties: {TableName: "${self:service}-${sls:stage}"}}
    Inbox: {Type: AWS::SQS::Queue}
"""


def test_functions_share_the_role_of_the_provider(tmp_path: Path) -> None:
    stack = service(tmp_path, TODOS)
    assert (stack.name, stack.dialect, stack.files) == ("serverless.yml", "serverless", ("serverless.yml",))
    assert stack.problems == ()
    assert stack.parameters == ("sls:stage",)
    assert [one.id for one in stack.workloads] == ["get-one", "drain_all"]
    one, drain = stack.workloads
    assert one.name == Text(("todos-", STAGE, "-get-one"))
    assert one.code == Code(directory="", handler="src/get.handler", runtime="nodejs20.x")
    assert one.environment == Struct((
        ("TABLE", Text((Hole(kind="reference", name="Todos"),))),
        ("QUEUE", Text((
            "https://sqs.", PLACE[1], ".amazonaws.com/", PLACE[2], "/", Hole(kind="reference", name="Inbox"),
        ))),
    ))  # fmt: skip
    assert drain.name == Const("drainer")
    assert drain.code == Code(directory="", handler="src/drain.handler", runtime="python3.12")
    assert one.role == drain.role == "IamRoleLambdaExecution"
    assert [one.id for one in stack.roles] == ["IamRoleLambdaExecution"]


def test_the_statements_of_the_provider_are_held_where_they_stand(tmp_path: Path) -> None:
    held = role(service(tmp_path, TODOS), "IamRoleLambdaExecution")
    path = ("provider", "iam", "role", "statements")
    assert held.owner == Site(file="serverless.yml", dialect="serverless", path=("provider",))
    policy = inline(held)
    assert policy.name == "todos-${sls:stage}-lambda"
    assert policy.statements_site == Site(file="serverless.yml", dialect="serverless", path=path)
    (statement,) = policy.statements
    assert statement.site == Site(file="serverless.yml", dialect="serverless", path=(*path, 0))
    assert statement.span.line == 10
    assert statement.actions == (Const("dynamodb:GetItem"), Const("dynamodb:PutItem"))
    assert statement.resources == (arn("dynamodb", "table/", Hole(kind="reference", name="Todos")),)


def test_event_sources_are_needed_and_granted_by_the_framework(tmp_path: Path) -> None:
    stack = service(tmp_path, TODOS)
    polled = {
        need.action: need for need in workload(stack, "drain_all").needs if need.action.startswith("sqs:")
    }
    assert polled.keys() == {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
    inbox = arn("sqs", "", Hole(kind="reference", name="Inbox"))
    assert {need.resources for need in polled.values()} == {(inbox,)}
    assert {need.why for need in polled.values()} == {"polls the queue Inbox"}
    implied = role(stack, "IamRoleLambdaExecution").policies[0]
    assert (implied.kind, implied.site) == ("implied", None)
    granted = {
        (str(action.value), statement.resources)
        for statement in implied.statements
        for action in statement.actions
        if isinstance(action, Const)
    }
    assert ("sqs:ReceiveMessage", (inbox,)) in granted
    logs = arn("logs", "log-group:/aws/lambda/todos-", STAGE, "*:*:*")
    assert ("logs:PutLogEvents", (logs,)) in granted


def test_the_framework_grants_what_events_surely_need_and_the_key_of_variables_alone(tmp_path: Path) -> None:
    configuration = (
        "service: parcels\n"
        "provider: {name: aws, kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/variables'}\n"
        "functions:\n"
        "  receive:\n"
        "    handler: a.receive\n"
        "    layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38']\n"
        "    events: [{sqs: 'arn:aws:sqs:eu-west-1:123456789012:in'}, {stream: '${param:parcels}'}]\n"
    )
    stack = service(tmp_path, configuration)
    needed = {need.action for need in workload(stack, "receive").needs}
    assert {"kinesis:GetRecords", "kafka:DescribeCluster", "kms:Decrypt"} <= needed
    implied = role(stack, "IamRoleLambdaExecution").policies[0].statements
    granted = {
        str(action.value) for one in implied for action in one.actions if isinstance(action, Const)
    }  # fmt: skip
    assert {action for action in granted if not action.startswith("logs:")} == {
        "kms:Decrypt", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
    }  # fmt: skip
    keys = [one.resources for one in implied if Const("kms:Decrypt") in one.actions]
    assert keys == [(Const("arn:aws:kms:eu-west-1:123456789012:key/variables"),)]
    assert "lambda-insights" not in str([one.resources for one in implied])


def test_resources_have_the_framework_s_logical_ids(tmp_path: Path) -> None:
    stack = service(tmp_path, TODOS)
    found = {one.id: (one.type, one.name) for one in stack.resources}
    assert found["Todos"] == ("AWS::DynamoDB::Table", Text(("todos-", STAGE)))
    assert found["Inbox"] == ("AWS::SQS::Queue", None)
    assert found["GetDashoneLambdaFunction"] == ("AWS::Lambda::Function", Text(("todos-", STAGE, "-get-one")))
    assert found["DrainUnderscoreallLambdaFunction"] == ("AWS::Lambda::Function", Const("drainer"))


def test_older_spellings_and_included_statements(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: {name: old}\n"
        "provider:\n"
        "  name: aws\n"
        "  iamRoleStatements: ${file(iam/statements.yml)}\n"
        "  iamManagedPolicies:\n"
        "    - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess\n"
        "    - arn:aws:iam::123456789012:policy/ours\n"
        "  rolePermissionsBoundary: arn:aws:iam::123456789012:policy/limit\n"
        "functions: {one: {handler: a.b}}\n",
        **{"iam/statements.yml": "- {Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::b/*'}\n"},
    )
    assert stack.files == ("serverless.yml", "iam/statements.yml")
    held = role(stack, "IamRoleLambdaExecution")
    policy = inline(held)
    assert policy.statements_site == Site(file="iam/statements.yml", dialect="serverless", path=())
    assert policy.statements[0].site == Site(file="iam/statements.yml", dialect="serverless", path=(0,))
    assert [(one.kind, one.name, one.opaque) for one in held.policies if one.kind.endswith("managed")] == [
        ("aws-managed", "AmazonS3ReadOnlyAccess", None),
        (
            "customer-managed",
            "arn:aws:iam::123456789012:policy/ours",
            "arn:aws:iam::123456789012:policy/ours is defined elsewhere",
        ),
    ]
    assert held.boundary is not None and held.boundary.opaque is not None
    assert workload(stack, "one").code.runtime == "nodejs20.x"


def test_roles_per_function(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\n"
        "plugins: [serverless-iam-roles-per-function]\n"
        "provider:\n"
        "  name: aws\n"
        "  iam: {role: {statements: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}}\n"
        "functions:\n"
        "  own: {handler: a.own, iamRoleStatements: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]}\n"
        "  both:\n"
        "    handler: a.both\n"
        "    iamRoleStatementsInherit: true\n"
        "    iamRoleStatements: [{Effect: Allow, Action: 's3:PutObject', Resource: '*'}]\n"
        "  shared: {handler: a.shared}\n",
    )
    assert [(one.id, one.role) for one in stack.workloads] == [
        ("own", "OwnIamRoleLambdaExecution"),
        ("both", "BothIamRoleLambdaExecution"),
        ("shared", "IamRoleLambdaExecution"),
    ]
    own = role(stack, "OwnIamRoleLambdaExecution")
    assert own.owner == Site(file="serverless.yml", dialect="serverless", path=("functions", "own"))
    assert [one.actions for one in inline(own).statements] == [(Const("s3:GetObject"),)]
    both = [one for one in role(stack, "BothIamRoleLambdaExecution").policies if one.kind == "inline"]
    assert [one.statements[0].actions for one in both] == [(Const("s3:PutObject"),), (Const("sqs:*"),)]
    # What the provider says is there once for all that inherit it: taking it from one takes it from all.
    everyone = ("BothIamRoleLambdaExecution", "IamRoleLambdaExecution")
    assert [set(one.shared_by) for one in both] == [set(), set(everyone)]
    default = role(stack, "IamRoleLambdaExecution")
    assert set(inline(default).shared_by) == set(everyone)
    assert inline(own).shared_by == ()


def test_the_plugin_grants_less_than_the_framework(tmp_path: Path) -> None:
    configuration = (
        "service: shop\n"
        "plugins: [serverless-iam-roles-per-function]\n"
        "provider: {name: aws, tracing: {lambda: true}}\n"
        "functions:\n"
        "  own:\n"
        "    handler: a.own\n"
        "    iamRoleStatements: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]\n"
        "    events: [{sqs: 'arn:aws:sqs:eu-west-1:123456789012:in'}]\n"
        "  shared: {handler: a.shared}\n"
    )
    stack = service(tmp_path, configuration)
    granted = {
        one.id: {
            str(action.value)
            for policy in one.policies if policy.kind == "implied"
            for statement in policy.statements for action in statement.actions if isinstance(action, Const)
        }
        for one in stack.roles
    }  # fmt: skip
    traces = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
    assert traces <= granted["IamRoleLambdaExecution"]
    own = granted["OwnIamRoleLambdaExecution"]
    assert not traces & own
    assert {"sqs:ReceiveMessage", "logs:PutLogEvents"} <= own


def test_roles_that_are_named(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\n"
        "provider: {name: aws, iam: {role: 'arn:aws:iam::123456789012:role/team/existing'}}\n"
        "functions:\n"
        "  a: {handler: a.a}\n"
        "  b: {handler: a.b, role: Custom}\n"
        "  c: {handler: a.c, role: !GetAtt Custom.Arn}\n"
        "resources:\n"
        "  Resources:\n"
        "    Custom:\n"
        "      Type: AWS::IAM::Role\n"
        "      Properties:\n"
        "        AssumeRolePolicyDocument: {Statement: [{Principal: {Service: lambda.amazonaws.com}}]}\n"
        "        Policies:\n"
        "          - PolicyName: own\n"
        "            PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}\n",
    )
    assert [one.role for one in stack.workloads] == ["existing", "Custom", "Custom"]
    assert role(stack, "existing").external
    custom = role(stack, "Custom")
    policy = inline(custom)
    where = ("resources", "Resources", "Custom", "Properties", "Policies", 0)
    assert policy.site == Site(file="serverless.yml", dialect="serverless", path=where)
    assert policy.statements_site is not None
    assert policy.statements_site.path == (*where, "PolicyDocument", "Statement")
    assert stack.role("IamRoleLambdaExecution") is None


def test_network_tracing_destinations_and_streams(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\n"
        "provider: {name: aws, tracing: {lambda: true}, vpc: {subnetIds: [a], securityGroupIds: [b]}}\n"
        "functions:\n"
        "  one:\n"
        "    handler: a.one\n"
        "    onError: arn:aws:sns:eu-west-1:123456789012:failed\n"
        "    destinations: {onSuccess: two, onFailure: {type: sqs, arn: !GetAtt Dead.Arn}}\n"
        "    events:\n"
        "      - stream: {type: dynamodb, arn: !GetAtt Table.StreamArn}\n"
        "      - stream: {arn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s', enabled: false}\n"
        "  two: {handler: a.two, vpc: ~, tracing: false}\n"
        "resources:\n"
        "  Resources:\n"
        "    Dead: {Type: AWS::SQS::Queue}\n"
        "    Table: {Type: AWS::DynamoDB::Table}\n",
    )
    assert stack.problems == ()
    one = {need.action: need.resources for need in workload(stack, "one").needs}
    assert one["sns:Publish"] == (Const("arn:aws:sns:eu-west-1:123456789012:failed"),)
    assert one["sqs:SendMessage"] == (arn("sqs", "", Hole(kind="reference", name="Dead")),)
    assert one["dynamodb:GetRecords"] == (
        arn("dynamodb", "table/", Hole(kind="reference", name="Table"), "/stream/*"),
    )
    assert "lambda:InvokeFunction" in one and "xray:PutTraceSegments" in one
    assert "ec2:CreateNetworkInterface" in one and "kinesis:GetRecords" not in one
    two = {need.action for need in workload(stack, "two").needs}
    assert two == {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}


def test_state_machines_name_functions_as_the_plugin_does(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\n"
        "provider: {name: aws}\n"
        "functions: {pay-now: {handler: a.b}}\n"
        "stepFunctions:\n"
        "  stateMachines:\n"
        "    order:\n"
        "      definition: ${file(order.asl.json)}\n"
        "    refund:\n"
        "      role: arn:aws:iam::123456789012:role/refund\n"
        "      definition:\n"
        "        States:\n"
        "          Pay: {Type: Task, Resource: !GetAtt pay-now.Arn, End: true}\n",
        **{"order.asl.json": '{"States": {"Wait": {"Type": "Wait", "Seconds": 1, "End": true}}}'},
    )
    order, refund = workload(stack, "order"), workload(stack, "refund")
    assert (order.kind, order.role) == ("state-machine", "OrderStepFunctionsStateMachineRole")
    made = role(stack, "OrderStepFunctionsStateMachineRole")
    assert [one.kind for one in made.policies] == ["implied"] and made.policies[0].opaque is not None
    assert role(stack, "refund").external and refund.role == "refund"
    assert role(stack, "refund").services == ("states.amazonaws.com",)
    assert "order.asl.json" in stack.files
    assert order.definition is not None and refund.definition is not None
    data = refund.definition.data
    assert isinstance(data, Struct)
    states = data.get("States")
    assert isinstance(states, Struct)
    pay = states.get("Pay")
    assert isinstance(pay, Struct)
    named = str(pay.get("Resource"))
    assert "PayDashnowLambdaFunction" in named and "pay-now" not in named
    (file,) = {span.file for _, span in order.definition.spans}
    assert file == "order.asl.json"


def test_images_built_here_have_their_handler(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\n"
        "provider: {name: aws, ecr: {images: {app: {path: ./app}}}}\n"
        "functions:\n"
        "  built: {image: {name: app}}\n"
        "  other: {image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:0'}\n",
        **{"app/Dockerfile": 'FROM public.ecr.aws/lambda/python:3.12\nCOPY . .\nCMD ["main.handler"]\n'},
    )
    assert workload(stack, "built").code == Code(
        directory="app", handler="main.handler", runtime="python3.12"
    )
    other = workload(stack, "other").code
    assert other.handler is None and other.opaque is not None and "is not built here" in other.opaque


def test_functions_in_files_and_in_other_directories(tmp_path: Path) -> None:
    stacks = read(
        tmp_path,
        **{
            "a/serverless.yml": (
                "service: a\nprovider: aws\n"
                "functions: ['${file(fns/one.yml)}', '${file(fns/two.yml)}']\n"
                "resources: ['${file(res.yml)}', {Resources: {Topic: {Type: AWS::SNS::Topic}}}]\n"
            ),
            "a/fns/one.yml": "one: {handler: one.handler, environment: {T: !Ref Table}}\n",
            "a/fns/two.yml": "two: {handler: two.handler}\n",
            "a/res.yml": "Resources: {Table: {Type: AWS::DynamoDB::Table}}\n",
            "b/serverless.json": '{"service": "b", "provider": {"name": "aws"}, "functions": {"x": {"handler": "x.y"}}}',
            "c/serverless.yml": "service: c\nprovider: {name: google}\nfunctions: {x: {handler: http}}\n",
            "d/serverless.ts": "export default {};\n",
            "e/serverless.yml": "- a list\n",
        },
    )
    assert [stack.name for stack in stacks] == [
        "a/serverless.yml", "b/serverless.json", "d/serverless.ts", "e/serverless.yml",
    ]  # fmt: skip
    first, second, code, broken = stacks
    assert [one.code.directory for one in first.workloads] == ["a", "a"]
    assert {one.id for one in first.resources} >= {"Table", "Topic", "OneLambdaFunction"}
    assert first.workloads[0].span.file == "a/fns/one.yml"
    assert second.workloads[0].code.directory == "b"
    assert [one.code for one in code.problems] == [ProblemCode.UNSUPPORTED]
    assert [one.code for one in broken.problems] == [ProblemCode.UNREADABLE]


def test_constructs_of_lift_are_said_to_grant_more(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\nprovider: {name: aws}\n"
        "constructs: {jobs: {type: queue, worker: {handler: a.work}}}\n"
        "functions: {make: {handler: a.make, environment: {Q: '${construct:jobs.queueUrl}'}}}\n",
    )
    assert [one.id for one in stack.workloads] == ["make", "jobsWorker"]
    held = role(stack, "IamRoleLambdaExecution")
    assert [one.name for one in held.policies if one.opaque] == ["serverless-lift"]


def test_no_configuration_costs_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, **{"template.yaml": "Resources: {}\n"}) == ()


def test_what_resources_add_to_the_framework_s_role(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\nprovider: {name: aws}\n"
        "functions: {one: {handler: a.one}}\n"
        "resources:\n"
        "  extensions:\n"
        "    IamRoleLambdaExecution:\n"
        "      Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']}\n"
        "  Resources:\n"
        "    More:\n"
        "      Type: AWS::IAM::Policy\n"
        "      Properties:\n"
        "        PolicyName: more\n"
        "        Roles: [!Ref IamRoleLambdaExecution]\n"
        "        PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: '*'}}\n",
    )
    assert stack.problems == ()
    held = role(stack, "IamRoleLambdaExecution")
    assert [(one.kind, one.name) for one in held.policies] == [
        ("implied", "Serverless Framework"),
        ("inline", "More"),
        ("aws-managed", "AmazonS3ReadOnlyAccess"),
    ]
    assert held.policies[1].site is not None
    assert held.policies[1].site.dialect == "serverless"
    assert [one.id for one in stack.roles] == ["IamRoleLambdaExecution"]


def test_functions_of_the_section_resources_are_found_too(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\nprovider: {name: aws}\n"
        "resources:\n"
        "  Resources:\n"
        "    Raw:\n"
        "      Type: AWS::Lambda::Function\n"
        "      Properties:\n"
        "        FunctionName: raw-${sls:stage}\n"
        "        Handler: index.handler\n"
        "        Runtime: nodejs20.x\n"
        "        Role: !GetAtt Own.Arn\n"
        "        Code: {ZipFile: 'exports.handler = async () => {}'}\n"
        "    Own: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}\n",
    )
    (raw,) = stack.workloads
    assert (raw.id, raw.role, raw.name) == ("Raw", "Own", Text(("raw-", STAGE)))
    assert raw.code.inline == "exports.handler = async () => {}"
    assert role(stack, "Own").owner is not None


def test_an_application_behind_wsgi_is_the_entry(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: api\nplugins: [serverless-wsgi]\n"
        "custom: {wsgi: {app: web/main.app}}\n"
        "provider: {name: aws, runtime: python3.12}\n"
        "functions: {api: {handler: wsgi_handler.handler}}\n",
        **{"web/main.py": "app = None\n"},
    )
    assert workload(stack, "api").code.entries == ("web/main.py",)


def test_roles_per_function_need_their_plugin(tmp_path: Path) -> None:
    stack = service(
        tmp_path,
        "service: shop\nprovider: {name: aws}\nfunctions:\n"
        "  own: {handler: a.own, iamRoleStatements: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}\n",
    )
    assert workload(stack, "own").role == "IamRoleLambdaExecution"
    assert [(one.code, one.detail) for one in stack.problems] == [
        (
            ProblemCode.UNSUPPORTED,
            "own: iamRoleStatements has no effect without the plugin serverless-iam-roles-per-function",
        )
    ]
