"""Dependent actions: on what, and which AWS's column names for each request; what a judged draw found."""

from __future__ import annotations

from typing import Any

import pytest
from tests.knowledge.checked import compared_in_part, fits, operations
from tests.knowledge.requests_ import ask, env, needs

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.samples import named_members
from policywright.knowledge.values import Request

_ONE_OF_THEM = {
    "bedrock-agentcore:Evaluate bedrock:InvokeModel": "a page says which kinds of models",
    "bedrock-agentcore:Evaluate bedrock:InvokeModelWithResponseStream": "a page says which kinds of models",
    "lexv2-models:DeleteBot lex:DeleteBotVersion": "the other type is that of Lex V1",
    "lexv2-models:DeleteBot lex:DeleteIntent": "the other type is that of Lex V1",
    "lexv2-models:DeleteBot lex:DeleteSlotType": "the other type is that of Lex V1",
    "lexv2-models:DeleteBotLocale lex:DeleteIntent": "the other type is that of Lex V1",
    "lexv2-models:DeleteBotLocale lex:DeleteSlotType": "the other type is that of Lex V1",
    "lexv2-models:StartImport lex:DeleteBot": "the other type is that of Lex V1",
    "lexv2-models:StartImport lex:DeleteIntent": "the other type is that of Lex V1",
    "lexv2-models:StartImport lex:DeleteSlotType": "the other type is that of Lex V1",
    "greengrass:CreateSoftwareUpdateJob iot:CreateJob": "the job's targets are those of the update, all of one kind",
}


def test_a_required_type_of_another_action_is_never_lost(authorizer: Authorizer) -> None:
    """With every member passed: of each action beside the operation's own some resource fits each required type
    (a table is in a catalog, a volume is attached to an instance)."""
    lost = set()
    for operation in operations(authorizer, "required types of others", 4):
        plan = authorizer.planner.plan(operation)
        parameters = named_members(operation, required=False)
        answer = authorizer.authorize(
            Request(service=operation.service, operation=operation.name, parameters=parameters)
        )
        for need in (*answer.needs, *answer.may_need):
            action = authorizer.catalog.action(need.action)
            if action is None or need.action in plan.base or not need.resources or "Tag" in action.name:
                continue
            required = [one.name for one in action.resource_types if one.required]
            kinds = [authorizer.catalog.resource_type(action.prefix, name) for name in required]
            # What may be needed besides may be about one type alone, where what is needed is about the other.
            more = answer.needs if need in answer.may_need else ()
            granted = [
                one for other in (need, *more) if other.action == need.action for one in other.resources
            ]
            if any(kind and not any(fits(kind, one) for one in granted) for kind in kinds):
                lost.add(f"{operation.service}:{operation.name} {need.action}")
    compared_in_part(lost, _ONE_OF_THEM)


_ROLE = "arn:aws:iam::111122223333:role/r"
_TOPIC = "arn:aws:sns:us-east-1:111122223333:t"


@pytest.mark.parametrize(
    ("call", "request_", "expected"),
    [
        # A look-up is of what a member is called like, though the action has no resource type.
        ("workspaces-instances:AssociateVolume", {"VolumeId": "vol-1"}, {"ec2:DescribeVolumes": []}),
        ("route53:DisassociateVPCFromHostedZone", {"VPC": {"VPCId": "vpc-1"}}, {"ec2:DescribeVpcs": []}),
        ("sagemaker:CreateCluster", {"InstanceGroups": [{"ImageId": "ami-1"}]}, {"ec2:DescribeImages": []}),
        # The service looks at the role that it is given.
        (
            "shield:AssociateDRTRole",
            {"RoleArn": _ROLE},
            {"iam:GetRole": [_ROLE], "iam:ListAttachedRolePolicies": [_ROLE], "iam:PassRole": [_ROLE]},
        ),
        # What an operation is for in another service, on what the request names, else on any.
        ("evs:DeleteEnvironmentHost", {}, {"ec2:TerminateInstances": ["arn:aws:ec2:R:A:instance/*"]}),
        (
            "devops-guru:AddNotificationChannel",
            {"Config": {"Sns": {"TopicArn": _TOPIC}}},
            {"sns:SetTopicAttributes": [_TOPIC]},
        ),
        ("networkmanager:CreateCoreNetwork", {"GlobalNetworkId": "g"}, {"ec2:DescribeRegions": []}),
        # A table is in a catalog.
        (
            "glue:CreateTableOptimizer",
            {"CatalogId": "111122223333", "DatabaseName": "d", "TableName": "t"},
            {
                "glue:GetTable": [
                    f"arn:aws:glue:R:111122223333:{one}" for one in ("database/d", "table/d/t", "catalog")
                ]
            },
        ),
    ],
)
def test_aws_column_is_granted(
    authorizer: Authorizer, call: str, request_: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    found = needs(ask(authorizer, call, request_))
    assert {action: found.get(action) for action in expected} == expected


def test_what_a_service_calls_so_itself_is_not_looked_up_elsewhere(authorizer: Authorizer) -> None:
    """A certificate of a module is none of ACM, and an image of EC2 none of SageMaker."""
    answer = ask(authorizer, "redshift:ModifyCluster", {"HsmClientCertificateIdentifier": "x"})
    assert "acm:DescribeCertificate" not in needs(answer)
    assert "ec2:DescribeImages" not in needs(ask(authorizer, "sagemaker:CreateCluster", {"ClusterName": "c"}))


def test_who_says_only_where_a_rule_is_gives_its_account(authorizer: Authorizer) -> None:
    bus = "arn:aws:events:us-east-1:444455556666:event-bus/"
    for call, member in (("PutRule", "Name"), ("PutTargets", "Rule")):
        for name, rule in (("default", "r"), ("mine", "mine/r")):
            found = needs(ask(authorizer, f"events:{call}", {member: "r", "EventBusName": bus + name}))
            assert found[f"events:{call}"] == [f"arn:aws:events:us-east-1:444455556666:rule/{rule}"]


def test_what_the_catalog_has_in_another_form(authorizer: Authorizer) -> None:
    """A security group of Redshift ends after its name; a permission set's ARN has its instance's id."""
    group = {"ClusterSecurityGroupName": "G", "Description": "d", "Tags": [{"Key": "k", "Value": "v"}]}
    found = needs(ask(authorizer, "redshift:CreateClusterSecurityGroup", group))
    for action in ("redshift:CreateClusterSecurityGroup", "redshift:CreateTags"):
        assert "arn:aws:redshift:R:A:securitygroup:g" in found[action]
    instance = "arn:aws:sso:::instance/ssoins-1"
    made = ask(authorizer, "sso-admin:CreatePermissionSet", {"Name": "p", "InstanceArn": instance})
    assert needs(made)["sso:CreatePermissionSet"] == [instance, "arn:aws:sso:::permissionSet/ssoins-1/*"]
    unknown = ask(authorizer, "sso-admin:CreatePermissionSet", {"Name": "p", "InstanceArn": env("I")})
    assert "arn:aws:sso:::permissionSet/*/*" in needs(unknown)["sso:CreatePermissionSet"]


def test_a_row_beside_an_operation_that_is_newer_than_the_catalog_keeps_it(authorizer: Authorizer) -> None:
    call = "logs:GetLogObject"
    assert needs(ask(authorizer, call, {"logObjectPointer": "p"})).keys() == {call}
    assert needs(ask(authorizer, call, {"logObjectPointer": "p", "unmask": True})).keys() == {
        call,
        "logs:Unmask",
    }


def test_a_connection_is_of_a_type_and_in_a_catalog(authorizer: Authorizer) -> None:
    connection = {"Name": "c", "ConnectionType": "JDBC", "ConnectionProperties": {}}
    for account in ("444455556666", None):
        request: dict[str, Any] = {
            "ConnectionInput": connection,
            **({"CatalogId": account} if account else {}),
        }
        assert set(needs(ask(authorizer, "glue:CreateConnection", request))["glue:CreateConnection"]) == {
            f"arn:aws:glue:R:{account or 'A'}:{one}"
            for one in ("catalog", "connection/c", "connectionType:JDBC")
        }


def test_what_a_last_draw_found(authorizer: Authorizer) -> None:
    """Tags within a configuration, a parent of the same type, and rules that Resolver has made."""
    tags = [{"ResourceType": "spot-fleet-request", "Tags": [{"Key": "k", "Value": "v"}]}]
    fleet = ask(authorizer, "ec2:RequestSpotFleet", {"SpotFleetRequestConfig": {"TagSpecifications": tags}})
    assert needs(fleet)["ec2:CreateTags"] == ["arn:aws:ec2:R:A:spot-fleet-request/*"]
    assert "ec2:RunInstances" in needs(fleet)
    assert "iam:CreateServiceLinkedRole" in {one.action for one in fleet.may_need}
    for parent, kind in (("dxcon-2", "dxcon"), ("dxlag-2", "dxlag")):
        hosted = {"connectionId": "dxcon-1", "parentConnectionId": parent}
        found = needs(ask(authorizer, "directconnect:AssociateHostedConnection", hosted))
        assert found["directconnect:AssociateHostedConnection"] == [
            "arn:aws:directconnect:R:A:dxcon/dxcon-1",
            f"arn:aws:directconnect:R:A:{kind}/{parent}",
        ]
    rule = {"ResolverRuleId": "rslvr-autodefined-rr-1"}
    assert any(
        one.endswith(":autodefined-rule/rslvr-autodefined-rr-1")
        for one in needs(ask(authorizer, "route53resolver:GetResolverRule", rule))[
            "route53resolver:GetResolverRule"
        ]
    )

    serverless = "arn:aws:redshift-serverless:us-east-1:111122223333:namespace/n"
    joined = ask(authorizer, "rds:CreateIntegration", {"SourceArn": "x", "TargetArn": serverless})
    assert serverless in needs(joined)["redshift:CreateInboundIntegration"]
    group = "arn:aws:globalaccelerator::111122223333:accelerator/a/listener/l/endpoint-group/g"
    removed = needs(ask(authorizer, "globalaccelerator:RemoveEndpoints", {"EndpointGroupArn": group}))
    assert removed["globalaccelerator:UpdateEndpointGroup"] == [group]


@pytest.mark.parametrize(
    ("call", "parameters", "action", "arn"),
    [
        ("amplifyuibuilder:ListThemes", {"appId": "d1", "environmentName": "dev"}, "amplify:GetApp", "amplify:R:A:apps/d1"),
        ("workmail:CreateOrganization", {"DirectoryId": "d-1", "Alias": "a"}, "ds:CreateAlias", "ds:R:A:directory/d-1"),
        ("greengrassv2:GetConnectivityInfo", {"thingName": "t"}, "iot:GetThingShadow", "iot:R:A:thing/t"),
    ],
)  # fmt: skip
def test_what_both_services_have_by_one_id_is_named(
    authorizer: Authorizer, call: str, parameters: dict[str, Any], action: str, arn: str
) -> None:
    assert needs(ask(authorizer, call, parameters))[action] == [f"arn:aws:{arn}"]


def test_a_judged_draw_of_150(authorizer: Authorizer) -> None:
    """What the calls of a draw by the use of services were denied, or granted too much of."""
    spans = needs(ask(authorizer, "xray:UpdateTraceSegmentDestination", {"Destination": "CloudWatchLogs"}))
    assert {"logs:CreateLogGroup", "logs:PutRetentionPolicy", "application-signals:StartDiscovery"} <= set(
        spans
    )
    assert set(needs(ask(authorizer, "xray:UpdateTraceSegmentDestination", {"Destination": "XRay"}))) == {
        "xray:UpdateTraceSegmentDestination"
    }
    transfer = needs(ask(authorizer, "organizations:DescribeResponsibilityTransfer", {"Id": "rt-abc"}))
    assert transfer == {
        "organizations:DescribeResponsibilityTransfer": ["arn:aws:organizations::A:transfer/o-*/*/*/rt-abc"]
    }
    for call, placement in (
        ("ec2:ModifyInstancePlacement", {"InstanceId": "i-1", "GroupId": "pg-1"}),
        (
            "ec2:RunInstances",
            {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "Placement": {"GroupId": "pg-1"}},
        ),
    ):
        (granted,) = needs(ask(authorizer, call, placement)).values()
        assert any(arn.endswith(":placement-group/*") for arn in granted), call
    models = [{"modelType": "T", "modelId": "m", "modelVersionNumber": "1.0"}]
    version = {"detectorId": "d", "rules": [], "modelVersions": models, "externalModelEndpoints": ["e"]}
    (granted,) = needs(ask(authorizer, "frauddetector:CreateDetectorVersion", version)).values()
    assert [arn.partition(":A:")[2] for arn in granted] == [
        "detector/d",
        "model-version/T/m/1.0",
        "external-model/e",
    ]
    told = {"RequestRoute": "r", "RequestToken": "t", "SSEKMSKeyId": "k"}
    assert set(needs(ask(authorizer, "s3:WriteGetObjectResponse", told))) == {
        "s3-object-lambda:WriteGetObjectResponse"
    }
    portal = {"SignInOptions": {"Origin": "APPLICATION", "ApplicationUrl": "https://example.com/"}}
    instance = "arn:aws:sso:::instance/ssoins-1"
    provider = "arn:aws:sso::aws:applicationProvider/custom"
    application = {
        "InstanceArn": instance, "ApplicationProviderArn": provider, "Name": "n", "PortalOptions": portal
    }  # fmt: skip
    assert set(needs(ask(authorizer, "sso-admin:CreateApplication", application))["sso:CreateApplication"]) == {
        instance, provider, "arn:aws:sso::A:application/*/*"
    }  # fmt: skip
    notebook = {"EditorId": "e-1", "ExecutionEngine": {"Id": "j-1"}, "ServiceRole": "r"}
    on = needs(ask(authorizer, "emr:StartNotebookExecution", notebook))[
        "elasticmapreduce:StartNotebookExecution"
    ]
    assert [arn.partition(":A:")[2] for arn in on] == ["cluster/j-1", "editor/e-1"]
