"""What deploying a resource calls: every type of the store, and some by hand."""

from __future__ import annotations

import json
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from policywright.knowledge.catalog import Catalog
from policywright.knowledge.deployments import STACK_TAGS, Deployments, Handlers
from policywright.knowledge.generator.carry_deployments import _of_kind
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.deployment_rows import read_rows
from policywright.knowledge.generator.deployments import _UNDOES, _Type
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.generator.words import words
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

STORE = shared_store()
KNOWN = Deployments(STORE)
CLOUDFORMATION = json.loads((FACTS / "cloudformation.json").read_text("utf-8"))["types"]
TERRAFORM = json.loads((FACTS / "terraform.json").read_text("utf-8"))["types"]


def calls(handlers: Handlers | None, phase: str, *properties: str) -> set[str]:
    """What is called for sure in a phase for a resource with these properties."""
    assert handlers is not None
    return {
        call
        for step in handlers.steps
        if phase in step.phases and not step.optional and (not step.when or set(step.when) & set(properties))
        for call in step.calls
    }


def test_every_type_of_cloudformation() -> None:
    catalog = Catalog(STORE)
    for type, facts in CLOUDFORMATION.items():
        handlers = KNOWN.cloudformation(type)
        if handlers is None:
            assert "actions" not in facts, type
            continue
        for step in handlers.steps:
            assert step.source and step.phases and set(step.phases) <= set("crud"), type
            assert all(catalog.action(call) is not None for call in step.calls), (type, step.calls)
        if handlers.kind:
            prefix, _, name = handlers.kind.partition(":")
            kind = catalog.resource_type(prefix, name)
            assert kind is not None and all(f"${{{one}}}" in kind.arn for one in handlers.fill), type


def test_nothing_of_a_handler_is_lost() -> None:
    """Each action that a handler lists in a phase is called in it, may be, or is ruled out by a row."""
    ruled_out = {
        ("AWS::S3::Bucket", "s3:DeleteObject"): "crud",
        ("AWS::EC2::Instance", "ec2:StartInstances"): "crud",
        # Replicas are what a global table has.
        ("AWS::DynamoDB::Table", "dynamodb:*Replica"): "crud",
        ("AWS::DynamoDB::Table", "dynamodb:*Item"): "crud",
        ("AWS::DynamoDB::Table", "dynamodb:Scan"): "crud",
        ("AWS::DynamoDB::Table", "dynamodb:Query"): "crud",
        # It lists a pattern, of which it asks for parameters.
        ("AWS::AutoScaling::AutoScalingGroup", "ssm:Get*"): "crud",
    }
    for type, facts in CLOUDFORMATION.items():
        handlers = KNOWN.cloudformation(type)
        for prefix, actions in facts.get("actions", {}).items():
            for action, letters in actions.items():
                found = {
                    letter
                    for step in handlers.steps if handlers is not None
                    for call in step.calls if call == f"{prefix}:{action}"
                    for letter in step.phases
                }  # fmt: skip
                taken_back = action.startswith(("Untag", "Remove", "Delete")) and "tag" in action.lower()
                # Passing a role on is something that is asked where one is set, not where one is read.
                due = set(letters) & set("cud" if action == "PassRole" else "crud")
                for (of, call), phases in ruled_out.items():
                    if of == type and fnmatchcase(f"{prefix}:{action}", call):
                        due -= set(phases)
                if not taken_back:
                    assert due <= found, (type, action, letters)


def test_every_type_of_terraform() -> None:
    operations, catalog = Operations(STORE), Catalog(STORE)
    gone = set()
    for type in TERRAFORM:
        handlers = KNOWN.terraform(type)
        assert handlers is not None, type
        for step in handlers.steps:
            assert step.source and step.phases and set(step.phases) <= set("crud"), type
            for call in step.calls:
                service, _, name = call.partition(":")
                if operations.get(service, name) is None and catalog.action(call) is None:
                    gone.add(service)
    # Services that AWS has closed, whose operations botocore has no longer.
    assert len(gone) <= 8, sorted(gone)


@pytest.mark.parametrize(
    ("type", "phase", "properties", "called", "not_called"),
    [
        ("AWS::S3::Bucket", "c", (), "s3:CreateBucket", "s3:PutBucketCORS"),
        ("AWS::S3::Bucket", "c", ("CorsConfiguration",), "s3:PutBucketCORS", "s3:PutBucketWebsite"),
        ("AWS::Lambda::Function", "c", ("Role",), "iam:PassRole", "kms:CreateGrant"),
        ("AWS::Lambda::Function", "c", ("VpcConfig",), "ec2:DescribeSubnets", "iam:PassRole"),
        ("AWS::Lambda::Function", "c", ("Layers",), "lambda:GetLayerVersion", "lambda:GetCodeSigningConfig"),
        ("AWS::RDS::DBInstance", "c", ("KmsKeyId",), "kms:CreateGrant", "secretsmanager:CreateSecret"),
        ("AWS::IAM::Policy", "c", ("Roles",), "iam:PutRolePolicy", "iam:PutUserPolicy"),
        ("AWS::SQS::Queue", "c", ("Tags",), "sqs:TagQueue", "sqs:UntagQueue"),
        ("AWS::SQS::Queue", "d", (), "sqs:DeleteQueue", "sqs:CreateQueue"),
    ],
)
def test_by_property(
    type: str, phase: str, properties: tuple[str, ...], called: str, not_called: str
) -> None:
    found = calls(KNOWN.cloudformation(type), phase, *properties)
    assert called in found and not_called not in found


@pytest.mark.parametrize(
    ("type", "phase", "arguments", "called", "not_called"),
    [
        ("aws_s3_bucket", "c", ("cors_rule",), "s3:PutBucketCors", "s3:PutBucketWebsite"),
        ("aws_s3_bucket", "d", (), "s3:DeleteBucket", "s3:DeleteObject"),
        ("aws_s3_bucket", "d", ("force_destroy",), "s3:DeleteObject", "s3:CreateBucket"),
        ("aws_cloudwatch_log_group", "c", ("retention_in_days",), "logs:PutRetentionPolicy", "logs:TagResource"),
        ("aws_kms_key", "c", ("enable_key_rotation",), "kms:EnableKeyRotation", "kms:PutKeyPolicy"),
        ("aws_db_instance", "c", ("snapshot_identifier",), "rds:RestoreDBInstanceFromDBSnapshot", "rds:PromoteReadReplica"),
        ("aws_security_group", "c", ("ingress",), "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress"),
        ("aws_sqs_queue", "c", (STACK_TAGS,), "sqs:TagQueue", "sqs:DeleteQueue"),
        # What the provider's source says, and names do not.
        ("aws_cloudtrail", "c", (), "cloudtrail:StartLogging", "cloudtrail:PutInsightSelectors"),
        ("aws_cloudtrail", "u", (), "cloudtrail:UpdateTrail", "cloudtrail:StopLogging"),
        ("aws_kinesis_stream", "c", ("kms_key_id",), "kinesis:StartStreamEncryption", "kinesis:EnableEnhancedMonitoring"),
        ("aws_nat_gateway", "u", ("secondary_allocation_ids",), "ec2:AssociateNatGatewayAddress", "ec2:AssignPrivateNatGatewayAddress"),
        ("aws_instance", "u", ("vpc_security_group_ids",), "ec2:ModifyNetworkInterfaceAttribute", "ec2:AssignIpv6Addresses"),
        ("aws_route_table", "c", (), "ec2:CreateRouteTable", "ec2:CreateRoute"),
        # A change of what the source names, where the operation is called after more than the resource.
        ("aws_kinesis_stream", "u", (), "kinesis:DescribeStreamSummary", "kinesis:EnableEnhancedMonitoring"),
        ("aws_kinesis_stream", "u", ("shard_level_metrics",), "kinesis:DisableEnhancedMonitoring", "kinesis:UpdateShardCount"),
        ("aws_api_gateway_rest_api", "u", (), "apigateway:UpdateRestApi", "apigateway:PutRestApi"),
        ("aws_cognito_user_pool", "u", (), "cognito-idp:UpdateUserPool", "cognito-idp:AddCustomAttributes"),
        ("aws_backup_vault", "d", ("force_destroy",), "backup:DeleteRecoveryPoint", "backup:CreateBackupVault"),
        ("aws_ssm_parameter", "r", (), "ssm:ListTagsForResource", "ssm:AddTagsToResource"),
        ("aws_route53_zone", "r", (), "route53:ListTagsForResource", "route53:ChangeTagsForResource"),
        ("aws_iam_openid_connect_provider", "c", ("tags",), "iam:TagOpenIDConnectProvider", "iam:TagSAMLProvider"),
        # A default network ACL always has entries, which are taken away when it is adopted.
        ("aws_default_network_acl", "c", (), "ec2:DeleteNetworkAclEntry", "ec2:CreateNetworkAclEntry"),
        ("data.aws_ami", "r", (), "ec2:DescribeImages", "ec2:RunInstances"),
        ("data.aws_pricing_product", "r", (), "pricing:GetProducts", "ec2:DescribeImages"),
        ("data.aws_vpc", "r", (), "ec2:DescribeVpcAttribute", "ec2:DescribeSubnets"),
    ],
)  # fmt: skip
def test_by_argument(type: str, phase: str, arguments: tuple[str, ...], called: str, not_called: str) -> None:
    found = calls(KNOWN.terraform(type), phase, *arguments)
    assert called in found and not_called not in found


@pytest.mark.parametrize(
    ("kind", "names", "of_it"),
    [
        ("Role", ["iam:ListPolicyTags", "iam:ListRoleTags"], ["iam:ListRoleTags"]),
        ("ServiceLinkedRole", ["iam:ListPolicyTags", "iam:ListRoleTags"], ["iam:ListRoleTags"]),
        ("Parameter", ["ssm:DescribeActivations", "ssm:ListTagsForResource"], ["ssm:ListTagsForResource"]),
        ("hostedzone", ["route53:ChangeTagsForResource"], ["route53:ChangeTagsForResource"]),
        ("Stream", ["kinesis:TagResource", "kinesis:AddTagsToStream"], ["kinesis:AddTagsToStream"]),
        ("StreamConsumer", ["kinesis:TagResource", "kinesis:AddTagsToStream"], ["kinesis:TagResource"]),
        ("ObjectCopy", ["s3:GetBucketTagging", "s3:GetObjectTagging"], ["s3:GetObjectTagging"]),
        ("LB", ["lightsail:GetDisk", "lightsail:GetLoadBalancer"], ["lightsail:GetDisk", "lightsail:GetLoadBalancer"]),
        ("", ["sqs:TagQueue", "sqs:UntagQueue"], ["sqs:TagQueue", "sqs:UntagQueue"]),
    ],
)  # fmt: skip
def test_tags_of_one_kind(kind: str, names: list[str], of_it: list[str]) -> None:
    """A kind under another name loses none of its operations."""
    assert _of_kind(names, kind) == of_it


def test_types_that_there_are_not() -> None:
    assert KNOWN.cloudformation("Acme::Widgets::Widget") is None
    assert KNOWN.cloudformation("") is None
    assert KNOWN.terraform("acme_widget") is None


@pytest.mark.parametrize(("dialect", "separator"), [("cloudformation", "::"), ("terraform", "_")])
def test_what_makes_and_what_deletes_a_resource_hangs_on_no_property(dialect: str, separator: str) -> None:
    """Of what the type's own service does in a phase, something is done for every resource, or a row says when."""
    catalog, rows = read_catalog(), read_rows(Problems())
    bare = {}
    for type, facts in (CLOUDFORMATION if dialect == "cloudformation" else TERRAFORM).items():
        if "actions" not in facts and "operations" not in facts:
            continue
        one = _Type(type, facts, rows, set(), separator, catalog if separator == "::" else None)
        steps = one.steps(("Tags",))
        for phase in "cd":
            mine = [
                (call, when, optional, source)
                for calls, phases, when, optional, source, *_ in steps
                if phase in phases
                for call in calls
                if one._does_it(call)
            ]
            # Taking something back is no making; of what is only adopted (a default route table) that is all.
            inferred = [
                call
                for call, _, _, source in mine
                if not source and (phase == "d" or not call.partition(":")[2].startswith(_UNDOES))
            ]
            if inferred and all(when or optional for _, when, optional, _ in mine):
                bare[type, phase] = inferred
    assert bare == {}


@pytest.mark.parametrize(("type", "phase", "call"), [
    ("aws_route53_record", "c", "route53:ChangeResourceRecordSets"),
    ("aws_lb", "c", "elbv2:CreateLoadBalancer"),
    ("aws_autoscaling_group", "u", "autoscaling:UpdateAutoScalingGroup"),
    ("aws_route53_zone", "d", "route53:DeleteHostedZone"),
    ("aws_cloudfront_distribution", "c", "cloudfront:CreateDistributionWithTags"),
    ("aws_vpc_security_group_ingress_rule", "c", "ec2:AuthorizeSecurityGroupIngress"),
    ("aws_route", "r", "ec2:DescribeRouteTables"),
    ("aws_ecr_repository", "u", "ecr:PutImageTagMutability"),
    ("aws_glue_resource_policy", "c", "glue:PutResourcePolicy"),
    ("aws_cloudwatch_event_rule", "u", "events:PutRule"),
    ("AWS::CloudWatch::Alarm", "c", "cloudwatch:PutMetricAlarm"),
    ("AWS::AppSync::GraphQLApi", "d", "appsync:DeleteGraphqlApi"),
    ("AWS::IAM::ServiceLinkedRole", "c", "iam:CreateServiceLinkedRole"),
    ("AWS::Route53::RecordSetGroup", "c", "route53:ChangeResourceRecordSets"),
    # Handlers that are not published: what Terraform calls for the same thing.
    ("AWS::EMR::Cluster", "c", "elasticmapreduce:RunJobFlow"),
    ("AWS::FSx::FileSystem", "d", "fsx:DeleteFileSystem"),
    ("AWS::DocDB::DBCluster", "u", "rds:ModifyDBCluster"),
    ("AWS::ElasticLoadBalancingV2::ListenerCertificate", "c", "elasticloadbalancing:AddListenerCertificates"),
    ("AWS::EC2::ClientVpnTargetNetworkAssociation", "c", "ec2:AssociateClientVpnTargetNetwork"),
    ("AWS::Pinpoint::SMSChannel", "c", "mobiletargeting:UpdateSmsChannel"),
])  # fmt: skip
def test_surely(type: str, phase: str, call: str) -> None:
    found = KNOWN.terraform(type) if type.startswith("aws_") else KNOWN.cloudformation(type)
    assert call in calls(found, phase)


def test_what_terraform_always_calls_is_no_matter_of_names_for_cloudformation() -> None:
    """The provider's source says what is called for every resource: names of properties do not say otherwise."""
    justified = {
        ("AWS::CloudTrail::Trail", "cloudtrail:StartLogging"),  # IsLogging is required
        ("AWS::Kinesis::Stream", "kinesis:IncreaseStreamRetentionPeriod"),  # Terraform has a default
        ("AWS::KinesisFirehose::DeliveryStream", "firehose:UpdateDestination"),  # there is always one
        ("AWS::ElastiCache::SecurityGroup", "ec2:RevokeSecurityGroupEgress"),  # another type's name
        ("AWS::EMRServerless::Application", "sso:CreateApplication"),
        ("AWS::EMRServerless::Application", "sso:DeleteApplication"),
    }
    provider = {"".join(words(name.removeprefix("aws_"))): facts for name, facts in TERRAFORM.items()}
    found = set()
    for type in CLOUDFORMATION:
        service, noun = type.split("::")[1:3]
        squeezed = ("".join((*words(service), *words(noun))), "".join(words(noun)))
        facts = next((provider[one] for one in squeezed if one in provider), None)
        handlers = KNOWN.cloudformation(type) if facts is not None else None
        for step in handlers.steps if handlers is not None else ():
            if facts is None or not (step.when or step.optional) or step.source.startswith("https"):
                continue
            for call in step.calls:
                told = facts.get("when", {}).get(call.partition(":")[2], {})
                if any(told.get(phase) == [] for phase in step.phases):
                    found.add((type, call))
    assert found <= justified


@pytest.mark.parametrize("type", sorted(type for type in TERRAFORM if not type.startswith("data.")))
def test_what_is_deleted_is_made(type: str) -> None:
    """A type that some operation deletes has a call that makes it, or sets what there always is."""
    handlers = KNOWN.terraform(type)
    assert handlers is not None
    doing = [(step.phases, call.partition(":")[2]) for step in handlers.steps for call in step.calls]
    gone = [call for phases, call in doing if "d" in phases and call.startswith(("Delete", "Terminate"))]
    made = [
        call for phases, call in doing
        if "c" in phases and not call.startswith((*_UNDOES, "Describe", "Get", "List", "Tag", "AddTags"))
    ]  # fmt: skip
    assert made or not gone


def test_nothing_is_decided_by_names_alone_of_the_types_that_are_used_most() -> None:
    """What new data bring, or a row that is taken out, has to be compared with its source first."""
    used = tomllib.loads((Path(__file__).parent / "used_types.toml").read_text("utf-8"))
    known = Deployments(shared_store())
    handlers = {type: known.cloudformation(type) for type in (*used["types"], *used["more"])}
    assert len(handlers) == 150 + 145 + 150 + 226
    assert [
        f"{type}: {', '.join(step.calls)} by {', '.join(step.when) or step.optional or 'its name'}"
        for type, one in handlers.items()
        for step in (one.steps if one is not None else ())
        if not step.sure
    ] == []


def test_by_which_arguments_terraform_calls_something_names_alone_say_of_few() -> None:
    """What new data bring is a row to write; types that hardly any project has are left."""
    guessed = {
        f"{type} {call}"
        for type in TERRAFORM
        for one in (KNOWN.terraform(type),)
        for step in (one.steps if one is not None else ())
        if step.when and not step.sure
        for call in step.calls
    }
    assert guessed == {
        "aws_bedrock_custom_model bedrock:StopModelCustomizationJob",
        "aws_cloudsearch_domain cloudsearch:IndexDocuments",
        "aws_emr_cluster emr:SetTerminationProtection",
        "aws_lightsail_database lightsail:UpdateRelationalDatabase",
        "aws_lightsail_disk_attachment lightsail:StartInstance",
        "aws_lightsail_disk_attachment lightsail:StopInstance",
        "aws_m2_deployment m2:StartApplication",
        "aws_m2_deployment m2:StopApplication",
        "aws_msk_cluster kafka:UpdateRebalancing",
        "aws_msk_cluster kafka:UpdateStorage",
        "aws_proxy_protocol_policy elb:SetLoadBalancerPoliciesForBackendServer",
    }


@pytest.mark.parametrize("type", ["AWS::Greengrass::CoreDefinition", "AWS::Pinpoint::Segment"])
def test_of_types_that_nobody_publishes_anything_of_the_operations_named_after_them_are_a_guess(
    type: str,
) -> None:
    handlers = KNOWN.cloudformation(type)
    assert handlers is not None
    noun = type.rpartition(":")[2]
    made = {call.partition(":")[2] for step in handlers.steps for call in step.calls}
    assert {f"{verb}{noun}" for verb in ("Create", "Get", "Update", "Delete")} <= made
    assert not any(step.sure for step in handlers.steps)


@pytest.mark.parametrize(
    ("type", "call", "sure"),
    [
        # The request has the property, and no other one of the type's.
        ("AWS::IAM::Role", "iam:PutRolePermissionsBoundary", True),
        ("AWS::Logs::LogGroup", "logs:AssociateKmsKey", True),
        # It is named after more than the type, and something else is the making of it: no property says when.
        ("AWS::SCN::Instance", "scn:CreateSSOApplication", False),
        ("AWS::DSQL::Cluster", "dsql:CreateCluster", True),
        ("AWS::ApiGateway::Model", "apigateway:POST", True),
        ("AWS::Lambda::Url", "lambda:CreateFunctionUrlConfig", True),
        # It takes a role under that name; or none.
        ("AWS::AppStream::Fleet", "iam:PassRole", True),
        ("AWS::NimbleStudio::Studio", "iam:PassRole", False),
        # There is one key that it may be about, or several.
        ("AWS::AgentRegistry::Registry", "kms:CreateGrant", True),
        ("AWS::BedrockAgentCore::CapacityProvider", "kms:DescribeKey", False),
    ],
)
def test_what_a_request_has_is_sure(type: str, call: str, sure: bool) -> None:
    handlers = KNOWN.cloudformation(type)
    assert handlers is not None
    assert {step.sure for step in handlers.steps if call in step.calls and not step.optional} == {sure}


def test_a_type_is_not_like_one_of_another_service() -> None:
    """Volumes are those of EC2, a route is one of its, and neither has the service's name in it."""
    assert KNOWN.cloudformation("AWS::OpsWorks::Volume") is None
    assert KNOWN.cloudformation("AWS::OpsWorks::Instance") is None
    for type, service in (
        ("AWS::AppMesh::Route", "appmesh"),
        ("AWS::EC2::NetworkInterfacePermission", "ec2"),
    ):
        handlers = KNOWN.cloudformation(type)
        assert handlers is not None
        assert {call.partition(":")[0] for step in handlers.steps for call in step.calls} == {service}


@pytest.mark.parametrize(("type", "phase", "call"), [
    # Who reads is told which resource it is, and nothing of what it has.
    ("AWS::FMS::ResourceSet", "r", "fms:ListTagsForResource"),
    ("AWS::DynamoDB::GlobalTable", "r", "dynamodb:DescribeTimeToLive"),
    # AWS's reference says that what makes it depends on these.
    ("AWS::Route53Profiles::ProfileAssociation", "c", "ec2:DescribeVpcs"),
    ("AWS::WorkspacesInstances::Volume", "c", "ec2:CreateVolume"),
    ("AWS::Lex::Bot", "d", "lex:DeleteSlotType"),
    # What each was given when it was made, or changed, is taken back.
    ("AWS::BedrockAgentCore::Gateway", "d", "bedrock-agentcore:DeleteWorkloadIdentity"),
    ("AWS::IoT::Policy", "d", "iot:DeletePolicyVersion"),
    ("AWS::IoT::Policy", "u", "iot:DeletePolicyVersion"),
    # It is stopped while it is changed.
    ("AWS::Synthetics::Canary", "u", "synthetics:StopCanary"),
    ("AWS::Chatbot::SlackChannelConfiguration", "u", "chatbot:DisassociateFromConfiguration"),
])  # fmt: skip
def test_done_for_every_resource_though_no_property_says_so(type: str, phase: str, call: str) -> None:
    assert call in calls(KNOWN.cloudformation(type), phase)


def test_no_guess_passes_a_role() -> None:
    """The reference names the role's actions, too; which role it is nothing tells."""
    assert "iam:PassRole" not in calls(KNOWN.cloudformation("AWS::Config::ConformancePack"), "c")
    assert "iam:PutRolePolicy" not in calls(KNOWN.cloudformation("AWS::Connect::Instance"), "c")
    assert "iam:PutRolePolicy" not in calls(
        KNOWN.cloudformation("AWS::Cognito::UserPoolGroup"), "c", "RoleArn"
    )
    # A profile is no role unless it is an instance's.
    assert "iam:PassRole" not in calls(
        KNOWN.cloudformation("AWS::DataZone::Project"), "c", "ProjectProfileId"
    )
    # What says more about roles than that it is one is none, and what is encrypted without a key needs no permission for one.
    for type, property, call in (
        ("AWS::Chatbot::SlackChannelConfiguration", "UserRoleRequired", "iam:PassRole"),
        ("AWS::RolesAnywhere::Profile", "AcceptRoleSessionName", "iam:PassRole"),
        ("AWS::WorkSpaces::Workspace", "RootVolumeEncryptionEnabled", "kms:CreateGrant"),
        ("AWS::RDS::Integration", "AdditionalEncryptionContext", "kms:CreateGrant"),
        ("AWS::StorageGateway::Tape", "KMSEncrypted", "kms:CreateGrant"),
    ):
        assert call not in calls(KNOWN.cloudformation(type), "c", property), type
    assert "iam:PassRole" in calls(
        KNOWN.cloudformation("AWS::IoT::MitigationAction"),
        "c",
        "ActionParams.EnableIoTLoggingParams.RoleArnForLogging",
    )
    # Nor is making it anew, or giving up, what a change is.
    assert "connect:DeleteRule" not in calls(KNOWN.cloudformation("AWS::Connect::Rule"), "c")


@pytest.mark.parametrize(("type", "property", "call"), [
    ("AWS::Connect::Prompt", "S3Uri", "s3:GetObject"),
    ("AWS::Transcribe::Vocabulary", "VocabularyFileUri", "s3:GetObject"),
    ("AWS::WorkSpacesWeb::Portal", "CustomerManagedKey", "kms:DescribeKey"),
    ("AWS::Omics::SequenceStore", "SseConfig.KeyArn", "kms:DescribeKey"),
    ("AWS::SageMaker::Cluster", "InstanceGroups.InstanceStorageConfigs.EbsVolumeConfig.VolumeKmsKeyId", "kms:CreateGrant"),
    ("AWS::EMRServerless::Application", "IdentityCenterConfiguration", "sso:CreateApplication"),
    ("AWS::IoT::SecurityProfile", "AlertTargets.*.RoleArn", "iam:PassRole"),
])  # fmt: skip
def test_properties_of_other_names_and_deep_ones(type: str, property: str, call: str) -> None:
    handlers = KNOWN.cloudformation(type)
    assert call in calls(handlers, "c", property) and call not in calls(handlers, "c")


@pytest.mark.parametrize(
    ("type", "call"),
    [
        ("aws_bedrockagent_agent", "bedrock-agent:PrepareAgent"),
        ("aws_elb", "elb:ModifyLoadBalancerAttributes"),
    ],
)
def test_what_is_true_unless_somebody_says_otherwise_is_called(type: str, call: str) -> None:
    assert call in calls(KNOWN.terraform(type), "c")
