"""SAM's resources expanded, beside AWS's own translator (``aws-sam-translator``, where it is installed)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.analyzers.deployment.granted import granted
from tests.shares import words

from policywright.analyzers.deployment.cloudformation import Stacks
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.sam import _table
from policywright.analyzers.deployment.templates import OfTemplate
from policywright.analyzers.infrastructure.cloudformation.reader import read_scopes
from policywright.analyzers.infrastructure.cloudformation.template import SAM_TYPES
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge import texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.store import shared_store

CODE = {"CodeUri": "s3://bucket/key", "Handler": "app.handler", "Runtime": "python3.12"}


def function(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Function", "Properties": {**CODE, **properties}}


def event(kind: str, **properties: Any) -> dict[str, Any]:
    return function(Events={"E": {"Type": kind, "Properties": properties}})


RUNTIME = {"Name": "APPSYNC_JS", "Version": "1.0.0"}
TABLE_SOURCE = {"TableName": "t", "TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/t"}
FUNCTION_SOURCE = {"FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:f"}
ROLE = {"ServiceRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}
OWN = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}


def graph(**properties: Any) -> dict[str, Any]:
    api = {"SchemaInline": "type Query { get: String }", "Auth": {"Type": "AWS_IAM"}, **properties}
    return {"Type": "AWS::Serverless::GraphQLApi", "Properties": api}


AUTHORIZER = {"FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:f"}
DEAD = {"DeadLetterConfig": {"Type": "SQS"}}
TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {}}


def api(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::Serverless::{kind}", "Properties": properties}


def routed(kind: str, of: str, **properties: Any) -> dict[str, Any]:
    return event(kind, **properties, **{of: {"Ref": "A"}})


def machine(**properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Serverless::StateMachine",
        "Properties": {"DefinitionUri": "s3://b/k", **properties},
    }


def connector(source: str, destination: str | list[str], *permissions: str) -> dict[str, Any]:
    to = {"Id": destination} if isinstance(destination, str) else [{"Id": one} for one in destination]
    given = {"Source": {"Id": source}, "Destination": to, "Permissions": list(permissions)}
    return {"Type": "AWS::Serverless::Connector", "Properties": given}


CAPACITY = {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}

TEMPLATES: dict[str, dict[str, Any]] = {
    "plain": {"F": function()},
    "own role": {"F": function(Role="arn:aws:iam::123456789012:role/own")},
    "alias": {"F": function(AutoPublishAlias="live")},
    "url": {"F": function(FunctionUrlConfig={"AuthType": "NONE"})},
    "deployed gradually": {"F": function(AutoPublishAlias="live", DeploymentPreference={"Type": "Linear10PercentEvery1Minute"})},
    "destination": {"F": function(EventInvokeConfig={"MaximumRetryAttempts": 1})},
    "api": {"F": event("Api", Path="/", Method="get")},
    "http api": {"F": event("HttpApi", Path="/", Method="get")},
    "schedule": {"F": event("Schedule", Schedule="rate(1 day)")},
    "scheduler": {"F": event("ScheduleV2", ScheduleExpression="rate(1 day)")},
    "rule": {"F": event("EventBridgeRule", Pattern={"source": ["x"]})},
    "queue": {"F": event("SQS", Queue="arn:aws:sqs:eu-west-1:123456789012:q")},
    "stream": {"F": event("DynamoDB", Stream="arn:aws:dynamodb:eu-west-1:1:table/t/stream/x", StartingPosition="LATEST")},
    "topic": {"F": event("SNS", Topic="arn:aws:sns:eu-west-1:123456789012:t")},
    "logs": {"F": event("CloudWatchLogs", LogGroupName="g", FilterPattern="x")},
    "machine": {"M": {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "s3://b/k", "Policies": ["AWSLambdaRole"]}}},
    "table": {"T": {"Type": "AWS::Serverless::SimpleTable"}},
    "layer": {"L": {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "s3://b/k"}}},
    "named api": {"A": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "prod", "DefinitionUri": "s3://b/k"}}},
    "rest authorizer": {"A": api("Api", StageName="p", Auth={"Authorizers": {"L": AUTHORIZER}}), "F": routed("Api", "RestApiId", Path="/", Method="get")},
    "http authorizer": {
        "A": api("HttpApi", Auth={"Authorizers": {"L": {**AUTHORIZER, "AuthorizerPayloadFormatVersion": "2.0", "EnableFunctionDefaultPermissions": True}}}),
        "F": routed("HttpApi", "ApiId"),
    },
    "private url": {"F": function(FunctionUrlConfig={"AuthType": "AWS_IAM"})},
    "not gradual": {"F": function(AutoPublishAlias="live", DeploymentPreference={"Type": "AllAtOnce", "Enabled": False})},
    "queue of a topic": {"F": event("SNS", Topic="arn:aws:sns:eu-west-1:123456789012:t", SqsSubscription=True)},
    "dead letters of a schedule": {"F": event("Schedule", Schedule="rate(1 day)", **DEAD)},
    "dead letters of a rule": {"F": event("EventBridgeRule", Pattern={"source": ["x"]}, DeadLetterConfig={"Type": "SQS", "QueueLogicalId": "D"})},
    "dead letters of a scheduler": {"F": event("ScheduleV2", ScheduleExpression="rate(1 day)", **DEAD)},
    "dead letters of a machine": {"M": machine(Events={"E": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)", **DEAD}}})},
    "destinations made": {"F": function(EventInvokeConfig={"DestinationConfig": {"OnSuccess": {"Type": "SQS"}, "OnFailure": {"Type": "SNS"}}})},
    "connector": {"F": function(), "T": TABLE, "C": connector("F", "T", "Read")},
    "connector to several": {"F": function(), "T": TABLE, "U": TABLE, "C": connector("F", ["T", "U"], "Read", "Write")},
    "connector to a function": {"F": function(), "S": {"Type": "AWS::SNS::Topic"}, "C": connector("S", "F", "Write")},
    "connector to a queue": {"Q": {"Type": "AWS::SQS::Queue"}, "S": {"Type": "AWS::SNS::Topic"}, "C": connector("S", "Q", "Write")},
    "connector of a resource": {
        "F": function() | {"Connectors": {"K": {"Properties": {"Destination": {"Id": "T"}, "Permissions": ["Read"]}}}},
        "T": TABLE,
    },
    "graph": {"A": graph(ApiKeys={"K": {}}, Cache={"ApiCachingBehavior": "FULL_REQUEST_CACHING", "Ttl": 1, "Type": "SMALL"})},
    "graph with its own logging": {"A": graph(Logging={"CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/own"})},
    "capacity": {"A": {"Type": "AWS::Serverless::CapacityProvider", "Properties": CAPACITY}},
    "capacity with its own role": {"A": {
        "Type": "AWS::Serverless::CapacityProvider",
        "Properties": CAPACITY | {"OperatorRole": "arn:aws:iam::123456789012:role/own"},
    }},
    "graph with a domain": {"A": graph(DomainName={"CertificateArn": "c", "DomainName": "d"})},
    "graph of tables": {"A": graph(
        DataSources={"DynamoDb": {"P": TABLE_SOURCE}},
        Functions={"f": {"Runtime": RUNTIME, "DataSource": "P", "InlineCode": "x"}},
        Resolvers={"Query": {"get": {"Runtime": RUNTIME, "Pipeline": ["f"]}}},
    )},
    "graph of functions": {"A": graph(DataSources={"Lambda": {"L": FUNCTION_SOURCE}})},
    "graph with its own roles": {"A": graph(DataSources={"Lambda": {"L": FUNCTION_SOURCE | ROLE}}), "Own": OWN},
}  # fmt: skip


def whole(resources: dict[str, Any], **shared: Any) -> dict[str, Any]:
    globals = {"Globals": shared} if shared else {}
    return {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources, **globals}


GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:a"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/x"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a"
WHOLE: dict[str, dict[str, Any]] = {
    "httpapi log": whole({"A": api("HttpApi", AccessLogSettings={"DestinationArn": GROUP, "Format": "x"})}),
    "api log": whole(
        {
            "A": api(
                "Api",
                StageName="p",
                AccessLogSetting={"DestinationArn": GROUP, "Format": "x"},
                TracingEnabled=True,
                CacheClusterEnabled=True,
                Variables={"a": "b"},
                CanarySetting={"PercentTraffic": 1},
                MethodSettings=[{"HttpMethod": "*", "ResourcePath": "/*", "LoggingLevel": "INFO"}],
            )
        }
    ),
    "api domain": whole(
        {
            "A": api(
                "Api",
                StageName="p",
                Domain={
                    "DomainName": "a.b.c",
                    "CertificateArn": CERTIFICATE,
                    "EndpointConfiguration": "REGIONAL",
                    "BasePath": ["/a"],
                    "Route53": {"HostedZoneId": "Z"},
                    "MutualTlsAuthentication": {"TruststoreUri": "s3://b/k"},
                },
            )
        }
    ),
    "api usage": whole(
        {
            "A": api(
                "Api",
                StageName="p",
                Auth={"UsagePlan": {"CreateUsagePlan": "PER_API"}, "ApiKeyRequired": True},
            ),
            "F": routed("Api", "RestApiId", Path="/", Method="get"),
        }
    ),
    "api tags": whole({"A": api("Api", StageName="p", Tags={"a": "b"})}),
    "http tags": whole({"A": api("HttpApi", Tags={"a": "b"})}),
    "globals api": whole(
        {"F": event("Api", Path="/", Method="get")},
        Api={
            "Domain": {"DomainName": "a.b.c", "CertificateArn": CERTIFICATE, "Route53": {"HostedZoneId": "Z"}}
        },
    ),
    "globals http": whole(
        {"F": event("HttpApi", Path="/", Method="get")},
        HttpApi={
            "AccessLogSettings": {"DestinationArn": GROUP, "Format": "x"},
            "Domain": {"DomainName": "a.b.c", "CertificateArn": CERTIFICATE},
        },
    ),
    "globals named api": whole(
        {"A": api("Api", StageName="p")},
        Api={"Auth": {"UsagePlan": {"CreateUsagePlan": "PER_API"}, "ApiKeyRequired": True}},
    ),
    "globals layers": whole(
        {"F": function(Layers=["arn:aws:lambda:eu-west-1:123456789012:layer:a:1"]), "G": function()},
        Function={
            "Layers": ["arn:aws:lambda:eu-west-1:210987654321:layer:b:1"],
            "VpcConfig": {"SubnetIds": ["s"], "SecurityGroupIds": ["g"]},
        },
    ),
    "globals vpc merge": whole(
        {"F": function(VpcConfig={"SubnetIds": ["s"]})},
        Function={"VpcConfig": {"SecurityGroupIds": ["g"]}, "KmsKeyArn": KEY},
    ),
    "function all": whole(
        {
            "F": function(
                KmsKeyArn=KEY,
                VpcConfig={"SubnetIds": ["s"], "SecurityGroupIds": ["g"]},
                DeadLetterQueue={"Type": "SQS", "TargetArn": QUEUE},
                Tracing="Active",
                ReservedConcurrentExecutions=1,
                FileSystemConfigs=[
                    {
                        "Arn": "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/a",
                        "LocalMountPath": "/mnt/a",
                    }
                ],
                CodeSigningConfigArn="arn:aws:lambda:eu-west-1:123456789012:code-signing-config:a",
                SnapStart={"ApplyOn": "PublishedVersions"},
                RuntimeManagementConfig={"UpdateRuntimeOn": "Auto"},
                RecursiveLoop="Allow",
                LoggingConfig={"LogGroup": "x"},
                EphemeralStorage={"Size": 512},
                Tags={"a": "b"},
            )
        }
    ),
    "provisioned": whole(
        {
            "F": function(
                AutoPublishAlias="live", ProvisionedConcurrencyConfig={"ProvisionedConcurrentExecutions": 1}
            )
        }
    ),
    "boundary": whole(
        {
            "F": function(
                PermissionsBoundary="arn:aws:iam::123456789012:policy/b",
                RolePath="/a/",
                Policies=[
                    "AWSLambdaRole",
                    {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]},
                ],
            )
        }
    ),
    "noglob": whole(
        {"F": function(Role="arn:aws:iam::123456789012:role/own")},
        Function={"PermissionsBoundary": "arn:aws:iam::123456789012:policy/b"},
    ),
    "esm": whole({"F": event("SQS", Queue=QUEUE, KmsKeyArn=KEY, FilterCriteria={"Filters": []})}),
    "msk": whole(
        {
            "F": event(
                "MSK",
                Stream="arn:aws:kafka:eu-west-1:123456789012:cluster/a/b",
                Topics=["t"],
                StartingPosition="LATEST",
            )
        }
    ),
    "mq": whole(
        {
            "F": event(
                "MQ",
                Broker="arn:aws:mq:eu-west-1:123456789012:broker:a:b",
                Queues=["t"],
                SourceAccessConfigurations=[{"Type": "BASIC_AUTH", "URI": SECRET}],
            )
        }
    ),
    "kinesis destination": whole(
        {
            "F": event(
                "Kinesis",
                Stream="arn:aws:kinesis:eu-west-1:123456789012:stream/a",
                StartingPosition="LATEST",
                DestinationConfig={"OnFailure": {"Destination": QUEUE, "Type": "SQS"}},
            )
        }
    ),
    "schedule props": whole(
        {"F": event("ScheduleV2", ScheduleExpression="rate(1 day)", GroupName="g", KmsKeyArn=KEY)}
    ),
    "cognito": whole(
        {
            "U": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
            "F": event("Cognito", UserPool={"Ref": "U"}, Trigger="PreSignUp"),
        }
    ),
    "iot": whole({"F": event("IoTRule", Sql="SELECT * FROM 'x'")}),
    "s3": whole(
        {"B": {"Type": "AWS::S3::Bucket"}, "F": event("S3", Bucket={"Ref": "B"}, Events="s3:ObjectCreated:*")}
    ),
    "alexa": whole({"F": event("AlexaSkill")}),
    "self kafka": whole(
        {
            "F": event(
                "SelfManagedKafka",
                KafkaBootstrapServers=["a:1"],
                Topics=["t"],
                SourceAccessConfigurations=[
                    {"Type": "VPC_SUBNET", "URI": "subnet:s"},
                    {"Type": "VPC_SECURITY_GROUP", "URI": "security_group:g"},
                ],
            )
        }
    ),
    "docdb": whole(
        {
            "F": event(
                "DocumentDB",
                Cluster="arn:aws:rds:eu-west-1:123456789012:cluster:a",
                DatabaseName="d",
                StartingPosition="LATEST",
                SourceAccessConfigurations=[{"Type": "BASIC_AUTH", "URI": SECRET}],
            )
        }
    ),
    "table all": whole(
        {
            "T": {
                "Type": "AWS::Serverless::SimpleTable",
                "Properties": {
                    "PrimaryKey": {"Name": "i", "Type": "String"},
                    "SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": "alias/x", "SSEType": "KMS"},
                    "Tags": {"a": "b"},
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                },
            }
        }
    ),
    "machine all": whole(
        {
            "M": machine(
                Logging={
                    "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": GROUP}}],
                    "Level": "ALL",
                },
                Tracing={"Enabled": True},
                AutoPublishAlias="p",
                Tags={"a": "b"},
                PermissionsBoundary="arn:aws:iam::123456789012:policy/b",
                Policies=[{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}],
            )
        }
    ),
    "hooks gradual": whole(
        {
            "F": function(
                AutoPublishAlias="live",
                DeploymentPreference={"Type": "AllAtOnce", "Alarms": ["a"], "Hooks": {"PreTraffic": "x"}},
            )
        }
    ),
    "url cors alias": whole(
        {
            "F": function(
                AutoPublishAlias="live",
                FunctionUrlConfig={"AuthType": "AWS_IAM", "Cors": {"AllowOrigins": ["*"]}},
            )
        }
    ),
    "dlq sns sub": whole(
        {
            "F": event(
                "SNS",
                Topic="arn:aws:sns:eu-west-1:123456789012:t",
                FilterPolicy={"a": ["b"]},
                RedrivePolicy={"deadLetterTargetArn": QUEUE},
            )
        }
    ),
    "image": whole(
        {
            "F": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "PackageType": "Image",
                    "ImageUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:b",
                },
            }
        }
    ),
    "imperative role": whole(
        {
            "F": function(
                AssumeRolePolicyDocument={
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                }
            )
        }
    ),
    "http v1 domain mtls": whole(
        {
            "A": api(
                "HttpApi",
                Domain={
                    "DomainName": "a.b.c",
                    "CertificateArn": CERTIFICATE,
                    "MutualTlsAuthentication": {"TruststoreUri": "s3://b/k"},
                    "Route53": {"HostedZoneId": "Z"},
                },
            )
        }
    ),
    "api policy gateway": whole(
        {
            "A": api(
                "Api",
                StageName="p",
                EndpointConfiguration={"Type": "PRIVATE", "VPCEndpointIds": ["v"]},
                Auth={"ResourcePolicy": {"CustomStatements": []}},
                DefinitionBody={"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}},
            )
        }
    ),
}


def expanded(resources: dict[str, Any], folder: Path) -> list[str]:
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    (folder / "template.json").write_text(json.dumps(template), encoding="utf-8")
    files = ProjectFiles.below(folder)
    (scope,) = read_scopes(files, ["template.json"])
    store = shared_store()
    stacks = Stacks(files=files, catalog=Catalog(store), knowledge=Deployments(store))
    return sorted(one.type for one in OfTemplate(scope, ("app",), stacks.known()).expanded())


def translated(resources: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return sorted(one["Type"] for one in transformed(resources, monkeypatch).values())


def transformed(resources: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = by_translator(whole(resources), monkeypatch)["Resources"]
    return found


def by_translator(template: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    transform = pytest.importorskip("samtranslator.translator.transform").transform
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    class Policies:
        def load(self) -> dict[str, str]:
            return {"AWSLambdaRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaRole"}

    found: dict[str, Any] = transform(json.loads(json.dumps(template)), {}, Policies())
    return found


def test_every_type_of_the_translator_is_known() -> None:
    """One that is new makes more than its own resource: a role, most likely."""
    models = pytest.importorskip("samtranslator.model.sam_resources")
    types = {str(getattr(one, "resource_type", "")) for one in vars(models).values()}
    types = {one for one in types if one.startswith("AWS::Serverless::")}
    # A connector becomes policies of the roles that it connects.
    assert types - {"AWS::Serverless::Connector"} == {one for one in _table() if one.startswith("AWS::")}
    assert types - {"AWS::Serverless::Connector"} <= SAM_TYPES.keys()


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.filterwarnings("default")
def test_as_the_translator(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resources = TEMPLATES[name]
    assert expanded(resources, tmp_path) == translated(resources, monkeypatch)


WITH_ALL = {name: whole(resources) for name, resources in TEMPLATES.items()} | WHOLE


@pytest.mark.parametrize("name", words("translated", WITH_ALL, 3))
@pytest.mark.filterwarnings("default")
def test_what_is_asked_is_what_the_translated_template_asks(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated = by_translator(WITH_ALL[name], monkeypatch)
    assert asked_of(WITH_ALL[name], tmp_path / "own") == asked_of(translated, tmp_path / "translated")


def asked_of(template: dict[str, Any], folder: Path) -> set[str]:
    """The actions of the execution role, with each value of their conditions; names are what they may be."""
    folder.mkdir()
    (folder / "template.json").write_text(json.dumps(template), encoding="utf-8")
    found = deploy([folder], Options(stack_name="app", region="eu-west-1", account="123456789012"))
    names = {name for one in found.identities if one.purpose == "execution role" for name in one.policies}
    asked: set[str] = set()
    for policy in found.analysis.policies:
        for grant in policy.grants if policy.name in names else ():
            # The transform itself; and what is taken off when its own tags are changed.
            if grant.action != "cloudformation:CreateChangeSet" and "Untag" not in grant.action:
                said = [texts.glob(texts.parts(one)) for _, _, values in grant.conditions for one in values]
                asked |= {
                    grant.action,
                    *(f"{grant.action} {one.replace('arn:*:', 'arn:aws:')}" for one in said),
                }
    return asked


def test_a_function(tmp_path: Path) -> None:
    found = expanded(TEMPLATES["api"], tmp_path)
    assert found == [
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGateway::RestApi",
        "AWS::ApiGateway::Stage",
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
    ]


def passed_by_translator(resources: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The roles that another resource of the transformed template refers to, but for policies."""
    made = transformed(resources, monkeypatch)
    roles = {id for id, one in made.items() if one["Type"] == "AWS::IAM::Role"}
    users = [one for one in made.values() if not one["Type"].startswith("AWS::IAM::")]
    return {role for role in roles if any(f'"{role}"' in json.dumps(one) for one in users)}


PASSING = {
    "gradual": {"F": function(AutoPublishAlias="live", DeploymentPreference={"Type": "AllAtOnce"})},
    "gradual by another": {
        "F": function(
            AutoPublishAlias="live",
            DeploymentPreference={"Type": "AllAtOnce", "Role": {"Fn::GetAtt": ["Own", "Arn"]}},
        ),
        "Own": OWN,
    },
    "scheduler": {"F": event("ScheduleV2", ScheduleExpression="rate(1 day)")},
    "machine": {
        "M": {
            "Type": "AWS::Serverless::StateMachine",
            "Properties": {
                "DefinitionUri": "s3://b/k",
                "Events": {
                    "S": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}},
                    "V": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 day)"}},
                    "R": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["x"]}}},
                    "A": {"Type": "Api", "Properties": {"Path": "/", "Method": "post"}},
                },
            },
        }
    },
    "graph": {
        "A": graph(
            Logging={"FieldLogLevel": "ERROR"},
            DataSources={
                "DynamoDb": {"P": TABLE_SOURCE},
                "Lambda": {"L": FUNCTION_SOURCE, "M": FUNCTION_SOURCE | ROLE},
            },
        ),
        "Own": OWN,
    },
}


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.filterwarnings("default")
def test_roles_are_passed_as_in_the_transformed_template(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policywright.analyzers.deployment.deploying import Options, deploy

    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": PASSING[name]}
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="app")
    found = deploy([tmp_path], options)
    execution = [one for one in found.analysis.policies if one.name.startswith("app-execution")]
    passed = {
        text.rpartition(":role/app-")[2].removesuffix("-*")
        for action, text in granted(execution, options.place) if action == "iam:PassRole"
    }  # fmt: skip
    assert passed == passed_by_translator(PASSING[name], monkeypatch)


def test_connectors_attach_to_the_role_that_acts(tmp_path: Path) -> None:
    """Of a function with its own role, and of one that is only known by an ARN."""
    from policywright.analyzers.deployment.deploying import Options, deploy

    resources = {
        "F": function(Role="arn:aws:iam::123456789012:role/path/own"),
        "G": function(),
        "T": TABLE,
        "C": connector("F", "T", "Read"),
        "D": connector("G", "T", "Read"),
    }
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="app")
    found = deploy([tmp_path], options)
    attached = {
        text.rpartition("/")[2]
        for action, text in granted(found.analysis.policies, options.place)
        if action == "iam:AttachRolePolicy"
    }
    assert attached == {"own", "app-GRole-*"}
