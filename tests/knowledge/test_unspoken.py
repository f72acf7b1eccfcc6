"""Checks over every operation: what the sources know and no answer speaks of.

Actions that are no operation's, permissions that the documentation of a member names, types that a member
names, places in S3, logs, and condition keys. Each has a list of reasoned exceptions; one that is no longer
needed fails, too: the lists only shrink.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from tests.shares import in_share

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action, ResourceType
from policywright.knowledge.generator.dependents import log_members, managed_passwords
from policywright.knowledge.generator.identities import documentation, last_name, word
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.places import places
from policywright.knowledge.naming import own_variable, stem
from policywright.knowledge.plans import Plan

from .calls import minimal
from .checked import at, compared, compared_in_part, fits, operations
from .managed import condition_values, managed_statements
from .requests_ import ask, text

_AMBIENT = {"Partition": "aws", "Region": "us-east-1", "Account": "123456789012"}


@pytest.fixture(scope="module")
def plans(authorizer: Authorizer) -> list[Plan]:
    """Those that AWS checks something for."""
    found = (authorizer.planner.plan(operation) for operation in operations(authorizer))
    return [plan for plan in found if plan.layer not in ("no-permission", "unknown")]


# --- Actions that are no operation's, and that another operation is checked for.

_BESIDES = re.compile(
    r"Allow(?!ed)|Associate(?!d)|Attach(?!ed)|Bypass|Pass(?!word)|Use[A-Z]|Link\b|Inbound|Via[A-Z]|With[A-Z]"
    r"|CrossRegion|(En|Dis)ableReplication|PublicAccessBlock"
)

_UNSPOKEN = {
    "consoles alone": [
        "aws-marketplace:*", "chime:*", "connect:AssociateCustomerProfilesDomain", "datazone:*",
        "drs:*", "elasticmapreduce:AttachEditor", "glue:UseGlueStudio", "mgh:*", "partnercentral:UseSession",
        "sso:*", "support:*", "workmail:*",
    ],
    "called by agents, drivers and clients of other protocols": [
        "bedrock-agentcore:InvokeAgentRuntime*", "eks:MutateViaKubernetesApi", "fsx:AssociateFileGateway",
        "glue:UseMLTransforms", "healthlake:*", "sso-oauth:*",
    ],
    "the request is not signed, or needs no permission": ["cognito-idp:*", "sts:*"],
    "of AWS's own services, or checked for the policy of what is shared": [
        "*:CallWithBearerToken", "*:AuthorizeInboundIntegration",
        "entityresolution:Use*", "logs:IntegrateWith*", "logs:ProcessWithPipeline",
        "route53resolver:AssociateFirewallRuleGroupWithService",
    ],
    "newer than the operations of botocore": ["network-firewall:*"],
    "about another Region, which a request does not say for sure": ["rds:CrossRegionCommunication"],
}  # fmt: skip


def test_actions_that_go_with_another_operation_are_spoken_of(
    authorizer: Authorizer, plans: list[Plan]
) -> None:
    """What passes, uses, links or allows something is no call of its own: some operation is checked for it."""
    spoken = {action for plan in plans for action in plan.candidates()}
    prefixes = {plan.operation.prefix for plan in plans}
    found = set()
    for prefix in prefixes:
        for name in authorizer.catalog.action_names(prefix):
            if f"{prefix}:{name}" not in spoken and _BESIDES.search(name):
                found.add(f"{prefix}:{name}")
    patterns = {pattern: why for why, patterns in _UNSPOKEN.items() for pattern in patterns}
    matched = {one: [p for p in patterns if re.fullmatch(p.replace("*", ".*"), one)] for one in found}
    assert [one for one, by in matched.items() if not by] == [], "new: mend them, or give a reason"
    assert patterns.keys() - {p for by in matched.values() for p in by} == set(), "no longer needed"


# --- What the documentation of a member says that the caller needs.

_ACTION = re.compile(r"\b([a-z0-9][a-z0-9-]+):([A-Z][A-Za-z0-9]+)\b")
_OF_THE_CALLER = re.compile(
    r"(you (must have|need)|your IAM policy|the caller|IAM permission)[^.]*$", re.IGNORECASE
)

_SAID = {
    "what a role has that the service takes on": [
        "ecs:CreateService", "ecs:RegisterDaemonTaskDefinition", "ecs:RegisterTaskDefinition", "ecs:UpdateService",
        "dms:CreateEndpoint", "dms:ModifyEndpoint",
    ],
    "another operation, which is called before or after": [
        "glue:PutDataCatalogEncryptionSettings",
        "chime-sdk-meetings:CreateMeeting",
    ],
    "tags are set by the service's own action": [
        "aiops:CreateInvestigationGroup", "application-signals:CreateServiceLevelObjective",
    ],
}  # fmt: skip


def test_what_a_member_is_said_to_need_is_decided(
    authorizer: Authorizer, plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """A permission of the caller's that botocore's text of a member names has a rule."""
    found = set()
    for plan in plans:
        operation, client = plan.operation, clients[plan.operation.service]
        by_shape = (generic.PASS_ROLE,) if plan.by_shape and operation.role_paths else ()
        decided = {action.lower() for action in (*plan.candidates(), *by_shape)}
        for path, _, _ in client.shapes.walk(client.model["operations"][operation.name], 4):
            said = re.sub("<[^>]+>", "", documentation(client, operation.name, path) or "")
            for match in _ACTION.finditer(said):
                known = authorizer.catalog.action(match.group())
                if (
                    known
                    and match.group().lower() not in decided
                    and _OF_THE_CALLER.search(said[: match.start()])
                ):
                    found.add(f"{operation.service}:{operation.name}")
    compared(found, {one: why for why, several in _SAID.items() for one in several})


# --- What is done for an organization.

_FOR_AN_ORGANIZATION = re.compile(
    r"^(Enable|Disable|Register|Deregister|Associate|Disassociate|Activate|Deactivate|Put|Start)\w*"
    r"(Organizations?Access|ServiceAccess\w*|AdminAccount|DelegatedAdmin\w*|AccessForOrganization"
    r"|Sharing\w*Organization)$"
)
_UNORGANIZED = {
    "network-security-manager:PutAdminAccount": "no page was found that says who registers it in the organization",
}
_UNTOLD = {
    "security-ir:CreateMembership": "whatever the member says, it is looked up whether there is an organization",
    "security-ir:UpdateMembership": "whatever the member says, units are looked up",
    "ram:CreateResourceShare": "what is shared is asked for by its ARN, whoever gets it",
}


def test_who_administers_an_organization_is_registered_there(plans: list[Plan]) -> None:
    """Trusted access and delegated administrators are given, and taken, in the organization as the caller."""
    found = set()
    for plan in plans:
        operation = plan.operation
        spoken = any(action.startswith("organizations:") for action in plan.candidates())
        if (
            operation.service != "organizations"
            and not spoken
            and _FOR_AN_ORGANIZATION.search(operation.name)
        ):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, _UNORGANIZED)


def test_a_member_that_says_organization_decides(plans: list[Plan], clients: dict[str, ClientSource]) -> None:
    """What is asked of an organization is asked where the request says that it is for one (or is not)."""
    found = set()
    for plan in plans:
        operation = plan.operation
        rows = [row for row in plan.rows if any(one.startswith("organizations:") for one in row["actions"])]
        shapes = clients[operation.service].shapes.walk(
            clients[operation.service].model["operations"][operation.name], 2
        )
        saying = {
            path
            for path, _, shape in shapes
            if shape["type"] == "boolean" and re.search(r"(?i)organization|memberaccounts$", last_name(path))
        }
        if rows and saying and not any(saying & row.get("equals", {}).keys() for row in rows):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, _UNTOLD)


# --- Types that a member names.

_NAMED = {
    "batch:SubmitJob": "a job is authorized by its definition and queue",
    "ecs:DeleteTaskDefinitions": "daemons have definitions and an operation of their own",
    "ecs:DeleteDaemonTaskDefinition": "daemons have definitions and an operation of their own",
    "memorydb:CreateCluster": "a cluster of several Regions is named by a member of its own",
    "memorydb:DeleteCluster": "a cluster of several Regions is named by a member of its own",
    "elasticache:CreateReplicationGroup": "the snapshot of a serverless cache is no snapshot of this kind",
    "rds:CreateBlueGreenDeployment": "a cluster's parameter group is no group of this kind",
    "docdb:ModifyDBCluster": "a cluster's parameter group is no group of this kind",
    "neptune:ModifyDBCluster": "a cluster's parameter group is no group of this kind",
    "rds:ModifyDBCluster": "a cluster's parameter group is no group of this kind",
    **dict.fromkeys(
        (
            "rds:CreateDBInstance",
            "rds:ModifyDBInstance",
            "rds:RestoreDBInstanceFromS3",
            "neptune:CreateDBInstance",
            "neptune:ModifyDBInstance",
            "elasticache:CreateCacheCluster",
            "elasticache:ModifyCacheCluster",
            "elasticache:ModifyReplicationGroup",
        ),
        "a security group of a VPC is none of the service's own",
    ),
    "ec2:RunInstances": "a group of resources is no security group and no placement group",
    "kms:CreateAlias": "the name of an alias begins with alias/",
    "kms:DeleteAlias": "the name of an alias begins with alias/",
    "kms:UpdateAlias": "the name of an alias begins with alias/",
    "ssm:SendCommand": "an instance is told from a managed one by its id",
    "lexv2-runtime:DeleteSession": "an alias of a bot is meant",
    "lexv2-runtime:GetSession": "an alias of a bot is meant",
    "lexv2-runtime:PutSession": "an alias of a bot is meant",
    "dynamodb:RestoreTableFromBackup": "indexes are made with the table",
    "dynamodb:RestoreTableToPointInTime": "indexes are made with the table",
    "keyspaces:CreateTable": "a table is authorized by its own ARN",
    "keyspaces:DeleteTable": "a table is authorized by its own ARN",
    "keyspaces:UpdateTable": "a table is authorized by its own ARN",
    "glue:CreateDatabase": "a catalog's id is an account, or its path; a link's target is only told of",
    "glue:CreateTable": "a catalog's id is an account, or its path; a link's target is only told of",
    "glue:UpdateTable": "a catalog's id is an account, or its path; a link's target is only told of",
    "bedrock-agentcore:GetBrowserSession": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:GetCodeInterpreterSession": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:InvokeCodeInterpreter": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:ListCodeInterpreterSessions": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:StartBrowserSession": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:StartCodeInterpreterSession": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:StopBrowserSession": "one of the account, told from those of AWS by its name",
    "bedrock-agentcore:StopCodeInterpreterSession": "one of the account, told from those of AWS by its name",
    "events:ListTargetsByRule": "without a bus the default one is meant",
    "events:PutTargets": "without a bus the default one is meant",
    "events:RemoveTargets": "without a bus the default one is meant",
    "quicksight:GenerateEmbedUrlForAnonymousUser": "of the dashboards, those that AuthorizedResourceArns has",
    "quicksight:UpdateTopic": "data sets are looked at by an action of their own",
    "quicksight:UpdateTopicV2": "data sets are looked at by an action of their own",
    "iottwinmaker:GetPropertyValueHistory": "a value that is looked for",
    "resiliencehubv2:CreateService": "the name of a system, where the ARN has an id",
    "resiliencehubv2:UpdateService": "the name of a system, where the ARN has an id",
}
"""Operation -> why a type is not granted that one of its members is called like."""


def test_each_type_that_a_member_names_is_granted(
    authorizer: Authorizer, plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """The member alone, beside what is required: a resource of the type is among what is granted. What says no
    id, ARN or name (``ConnectionType``) counts where it is called as the type is."""
    found = set()
    for plan in plans:
        operation = plan.operation
        if plan.layer == "inferred" or operation.prefix in ("apigateway", "account"):
            continue
        if not in_share("types of members", f"{operation.service}:{operation.name}", 4):
            continue
        client = clients[operation.service]
        details = client.model["operations"][operation.name]
        texts = {
            path: word(last_name(path)) in _WORDS and not shape.get("enum")
            for path, _, shape in client.shapes.walk(details, 4)
            if shape["type"] == "string"
        }
        base = {one.name: "x" for one in operation.members if one.required and one.type == "string"}
        for action, kind in _kinds(authorizer, plan):
            for path, says in texts.items():
                called = _is_called_like(path, kind) if says else stem(last_name(path)) in _names(kind)
                if called and not _is_granted(authorizer, plan, base, path, action, kind):
                    found.add(f"{operation.service}:{operation.name}")
    compared_in_part(found, _NAMED)


_WORDS = ("id", "arn", "name")


def _kinds(authorizer: Authorizer, plan: Plan) -> Iterator[tuple[Action, ResourceType]]:
    for action in filter(None, map(authorizer.catalog.action, plan.base)):
        if "Tag" not in action.name:
            for one in action.resource_types:
                kind = authorizer.catalog.resource_type(action.prefix, one.name)
                if kind is not None:
                    yield action, kind


def _is_called_like(path: str, kind: ResourceType) -> bool:
    called = stem(last_name(path))
    return any(called == name or (len(name) > 4 and called.endswith(name)) for name in _names(kind))


def _names(kind: ResourceType) -> set[str]:
    return {stem(kind.name), stem(own_variable(kind.arn) or "")} - {"", "resource", "id", "name"}


def _is_granted(
    authorizer: Authorizer, plan: Plan, base: dict[str, Any], path: str, action: Action, kind: ResourceType
) -> bool:
    arn = re.sub(r"\$\{([^}]*)\}", lambda match: _AMBIENT.get(match.group(1), "x"), kind.arn)
    request = _merged(base, at(path, arn if word(last_name(path)) == "arn" else "x"))
    answer = ask(authorizer, f"{plan.operation.service}:{plan.operation.name}", request)
    mine = [need.resources for need in answer.needs if need.action == action.full_name]
    return not mine or any(not each or any(fits(kind, one) for one in each) for each in mine)


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(one[key], value) if isinstance(value, dict) and isinstance(one.get(key), dict) else value
        for key, value in other.items()
    }
    return {**one, **both}


_SECOND = {
    "another type with a like name": [
        "ec2:RunInstances", "elasticache:*CacheSecurityGroupIngress", "elasticache:CreateReplicationGroup",
        "rds:*DBSecurityGroupIngress", "rds:CreateBlueGreenDeployment", "*:ModifyDBCluster", "memorydb:*Cluster",
        "glue:*Table",
    ],
    "one of those that are named besides": ["ec2:CreateVpcEndpoint"],
    "the same, said twice": ["cur:ModifyReportDefinition", "servicediscovery:CreateService"],
    "what is looked for, copied from or configured, and not acted on": [
        "connectcases:SearchRelatedItems", "elasticbeanstalk:CreateConfigurationTemplate", "iotwireless:*",
        "kendra:PutPrincipalMapping", "medialive:UpdateChannel*", "wickr:*SecurityGroup",
    ],
    "read and written is what is restored alone": ["dynamodb:RestoreTableToPointInTime", "keyspaces:RestoreTable"],
    "of another account, or of whoever has the parent": [
        "ec2:CreateTransitGatewayPeeringAttachment",
    ],
    "no page was found that says that it is checked, too": [
        "bedrock-agentcore-control:*", "connect:*", "devops-agent:*", "iotsitewise:*", "iottwinmaker:*", "quicksight:*",
        "route53resolver:*", "sagemaker:*", "ssm:*",
    ],
}  # fmt: skip


def test_a_second_member_of_a_type_counts_as_well(
    authorizer: Authorizer, plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """Two members that are called like one type: what both hold is granted (``SecondaryAllocationIds``)."""
    found = set()
    for plan in plans:
        operation = plan.operation
        if plan.layer == "inferred" or operation.prefix in ("apigateway", "account"):
            continue
        details = clients[operation.service].model["operations"][operation.name]
        texts = [
            path
            for path, _, shape in clients[operation.service].shapes.walk(details, 3)
            if shape["type"] == "string" and not shape.get("enum") and word(last_name(path)) in _WORDS
        ]
        base = {one.name: "x" for one in operation.members if one.required and one.type == "string"}
        for action, kind in _kinds(authorizer, plan):
            own = word(own_variable(kind.arn) or "")
            like = [path for path in texts if _is_called_like(path, kind) and word(last_name(path)) == own]
            for first, second in permutations(like, 2):
                if _is_lost(authorizer, plan, base, (first, second), action, kind):
                    found.add(f"{operation.service}:{operation.name}")
    patterns = {pattern: why for why, several in _SECOND.items() for pattern in several}
    by = {one: [pattern for pattern in patterns if fnmatchcase(one, pattern)] for one in found}
    compared({pattern for one, matching in by.items() for pattern in matching or [one]}, patterns)


def _is_lost(
    authorizer: Authorizer, plan: Plan, base: dict[str, Any], paths: tuple[str, str], action: Action,
    kind: ResourceType,
) -> bool:  # fmt: skip
    """Whether the first of two members alone says what is granted."""
    request = _merged(_merged(base, at(paths[0], "first")), at(paths[1], "second"))
    answer = ask(authorizer, f"{plan.operation.service}:{plan.operation.name}", request)
    for need in answer.needs:
        granted = [text(one) for one in need.resources if fits(kind, one)]
        if need.action == action.full_name and any("first" in one for one in granted):
            return not any("second" in one or one.endswith(("/*", ":*")) for one in granted)
    return False


# --- Places in S3, and logs.

_PLACES = {
    "bedrock-agent:GetKnowledgeBaseDocuments": "it tells which document is meant",
    "bedrock-agent:ValidateFlowDefinition": "nothing of it is read",
    "cloudfront:*Distribution*": "no place, but where a viewer finds a page",
    "customer-profiles:GetIntegration": "no place, but what it is called",
    "customer-profiles:ListAccountIntegrations": "no place, but what it is called",
    "datasync:DescribeLocationS3": "no place, but a location of DataSync",
    "ec2:GetAssociatedEnclaveCertificateIamRoles": "no place, but a certificate",
    "imagebuilder:GetMarketplaceResource": "no place, but a resource of the Marketplace",
    "lakeformation:GetTemporaryGlueTableCredentials": "what the credentials are good for",
    "sagemaker:CreateHubContentPresignedUrls": "the service's own buckets",
}
_S3_URL = "https://bucket.s3.amazonaws.com/key"


def test_each_place_in_s3_is_decided_about(plans: list[Plan], clients: dict[str, ClientSource]) -> None:
    """A bucket or an object that a request names without a role: some rule says who reads or writes it.

    A rule of the client's own speaks of the whole operation: where it is about one place, the others need theirs.
    """
    found = set()
    for plan in plans:
        operation = plan.operation
        if operation.prefix.startswith("s3") or generic.role_members(operation, listed=True):
            continue
        rows = [row for row in plan.rows if any(action.startswith("s3:") for action in row["actions"])]
        always = any(action.startswith("s3:") for action in plan.base) or not all(_named(row) for row in rows)
        said = [path for row in rows for path in _named(row)]
        of = places(operation, clients[operation.service])
        if not always and not all(any(_is_about(one, path) for one in said) for path in of):
            found.add(f"{operation.service}:{operation.name}")
    matched = {one: next((p for p in _PLACES if fnmatchcase(one, p)), one) for one in found}
    compared(set(matched.values()), _PLACES)


def _is_about(said: str, place: str) -> bool:
    """Whether a rule on a member speaks of a place: it is in the same structure, or in what is above or below."""
    head = place.rpartition(".")[0]
    return said.rpartition(".")[0] == head or f"{head}.".startswith(f"{said}.") or said.startswith(f"{head}.")


def _named(row: dict[str, Any]) -> list[str]:
    """The members that a row hangs on or is about."""
    arn = [row[key]["member"] for key in ("arn", "arn_not") if key in row]
    templates = re.findall(r"\$\{(?:[^}:]*:)*([^}:]*)\}", " ".join(row.get("templates", ())))
    return [*row.get("passed", ()), *row.get("equals", ()), *row.get("resources", ()), *arn, *templates]


_LOGS = {
    "a role or a policy of the service, which is set up by itself": [
        "appmesh:*", "chime-sdk-voice:*", "gamelift:*", "iot-managed-integrations:*",
        "iotfleetwise:*", "iotsitewise:*", "iotwireless:*", "managedblockchain:*", "mediatailor:*",
        "lambda:UpdateCapacityProvider", "kinesis:UpdateChannel", "ec2:*ClientVpnEndpoint", "imagebuilder:*",
    ],
    "the configuration is one that was made before, and is only named": ["ivschat:*", "route53resolver:*"],
    "delivered by sources and deliveries that are made of their own": ["events:*"],
    "a rule that is applied later": ["config:*", "observabilityadmin:*"],
    "a level, a format, or a test of what a log goes to": ["lambda:*EventSourceMapping", "cloudformation:TestType"],
    "written by a role that is passed besides, or by the service, whom the bucket's policy lets": [
        "ecs:*Cluster", "elb:*", "emr-serverless:*Application", "lightsail:UpdateBucket",
        "mediaconvert:*JobTemplate", "mgn:*", "workspaces-web:*",
        "resiliencehubv2:*Test", "route53:CreateQueryLoggingConfig", "ds:CreateLogSubscription",
        "nova-act:CreateWorkflowRun", "bedrock-agentcore:StartBatchEvaluation", "backup-gateway:UpdateHypervisor",
    ],
    "distributions of a kind that has ended": ["cloudfront:*StreamingDistribution*"],
    "the linked role, which is made first, writes them": ["mediapackage*:ConfigureLogs"],
    "no page was found that says who lets them be delivered": ["storagegateway:*"],
}  # fmt: skip
_LOG_GROUP = re.compile(r"(?i)(log_?group|delivery_?stream|(access|query)logs$)")


def test_each_setting_of_logs_is_decided_about(
    authorizer: Authorizer, plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """Where a request says where logs go, and passes no role: some rule says who may let them be delivered."""
    found = set()
    for plan in plans:
        operation = plan.operation
        base = authorizer.catalog.action(plan.base[0]) if plan.base else None
        if not generic.writes(base) or generic.role_members(operation, listed=True):
            continue
        # An object that is read or written may be any; what is done to a bucket is about logs.
        told = any(
            action.startswith(("logs:", "firehose:", "xray:")) or re.match("s3:.*Bucket", action)
            for action in plan.candidates()
        )
        client = clients[operation.service]
        shapes = client.shapes.walk(client.model["operations"][operation.name], 3)
        groups = [path for path, _, shape in shapes if _LOG_GROUP.search(last_name(path))]
        if not told and (groups or log_members(operation, client)):
            found.add(f"{operation.service}:{operation.name}")
    patterns = [pattern for several in _LOGS.values() for pattern in several]
    matched = {one: [p for p in patterns if re.fullmatch(p.replace("*", ".*"), one)] for one in found}
    assert [one for one, by in matched.items() if not by] == [], "new: mend them, or give a reason"
    assert set(patterns) - {p for by in matched.values() for p in by} == set(), "no longer needed"


# --- Condition keys.


def test_condition_keys_are_such_as_the_action_knows(authorizer: Authorizer, plans: list[Plan]) -> None:
    """A condition on a key that the service does not send never holds: what it limits is never granted."""
    asked = {
        (action, key)
        for plan in plans
        for row in plan.rows
        for _, key, _ in row.get("conditions", ())
        for action in row["actions"]
        if not key.startswith("aws:")
    }
    unknown = {(action, key) for action, key in asked if not _knows(authorizer, action, key)}
    assert unknown == set()


def _knows(authorizer: Authorizer, name: str, key: str) -> bool:
    action = authorizer.catalog.action(name)
    if action is None:
        return False
    keys = {*action.condition_keys, *(key for one in action.resource_types for key in one.condition_keys)}
    for one in action.resource_types:
        kind = authorizer.catalog.resource_type(action.prefix, one.name)
        keys |= set(kind.condition_keys) if kind else set()
    stems = {re.split(r"[$<]", one)[0].rstrip("/").lower() for one in keys}
    return any(key.lower() == one or key.lower().startswith((f"{one}/", f"{one}:")) for one in stems)


# --- Linked roles that users of a service may make.

_LINKED = re.compile(r"aws-service-role/([^/]+)/")


def test_linked_roles_that_users_may_make_are_made_by_some_operation(plans: list[Plan]) -> None:
    """AWS's managed policies let the users of a service make its linked role: an operation may need it."""
    speaking = {
        plan.operation.prefix
        for plan in plans
        if any("never" not in row for row in plan.rows_for("iam:CreateServiceLinkedRole"))
    }
    prefixes = {plan.operation.prefix for plan in plans}
    rows = [row for plan in plans for row in (*plan.rows_for("iam:CreateServiceLinkedRole"), *plan.resources)]
    named = set(_LINKED.findall(str(rows)))
    unnamed = {
        plan.operation.prefix
        for plan in plans
        for row in plan.rows_for("iam:CreateServiceLinkedRole")
        if "never" not in row and "aws-service-role/*" in str(row) + str(plan.resources)
    }
    found = set()
    for principal in _allowed_principals():
        # The role of a part of the service (``network.bedrock-agentcore``) is named, or may be any of the service's.
        labels = principal.split(".")
        found |= {labels[0]} & prefixes - speaking
        parts = {*labels[1:-2]} & prefixes
        if labels[0] not in prefixes and parts and principal not in named and not parts & unnamed:
            found.add(principal.removesuffix(".amazonaws.com"))
    compared(found, _NO_LINKED)


_NO_LINKED = {
    "aco-automation": "no page was found that says which operation makes it",
    "agent.wellarchitected": "no page was found that says which operation makes it",
    "artifact": "no page was found that says which operation makes it",
    "braket": "made by the console, or by IAM's own operation, before the service is used",
    "chime": "no page was found that says which operation makes it",
    "inspector": "Inspector Classic, which takes no new accounts",
    "iotmanagedintegrations": "no page was found that says which operation makes it",
    "license-manager": "the console makes it",
    "metrics.wellarchitected": "no page was found that says which operation makes it",
    "migrationhub-orchestrator": "no page was found that says which operation makes it",
    "migrationhub-strategy": "no page was found that says which operation makes it",
    "reporting.trustedadvisor": "the console makes it",
    "redshift-data": "no linked role of its own",
    "route53resolver": "of telemetry that another service sets up",
    "sync.proton": "a service that has ended",
}


def _allowed_principals() -> Iterator[str]:
    for _, statement in managed_statements():
        if "CreateServiceLinkedRole" in str(statement.get("Action")):
            yield from condition_values(statement, "iam:AWSServiceName")
            yield from _LINKED.findall(str(statement.get("Resource")))


# --- Who receives a role that is passed.


def test_roles_are_passed_to_whom_managed_policies_say(plans: list[Plan]) -> None:
    """AWS's managed policies let the users of a service pass a role to it, or to what it makes for them: some
    operation does."""
    passing = [plan for plan in plans if generic.PASS_ROLE in plan.candidates() or plan.by_shape]
    known = {principal for plan in passing for principal in plan.principals}
    known |= {
        principal
        for plan in passing
        for row in plan.rows_for(generic.PASS_ROLE)
        for _, key, values in row.get("conditions", ())
        if key == "iam:PassedToService"
        for principal in values
    }
    prefixes = {plan.operation.prefix for plan in plans}
    found = {
        principal.removesuffix(".amazonaws.com")
        for name, statement in managed_statements()
        if "iam:PassRole" in str(statement.get("Action")) and "ServiceRole" not in name
        for principal in map(
            lambda said: said.rstrip("*"), condition_values(statement, "iam:PassedToService")
        )
        if principal.endswith(".amazonaws.com")
        and principal not in known
        and prefixes & {*principal.split(".")}
    }
    compared(found, _PASSED_ELSEWHERE)


_PASSED_ELSEWHERE = {
    "elasticloadbalancing": "no operation of it takes a role; Elastic Beanstalk's policies list all that it works with",
    "ssm.integrations": "the console sets an integration up",
    "sso": "the linked role, which nothing but the service passes",
}


# --- What managed policies let services do with the permissions of their caller.

_BY_CALLER = {
    "whatever a template, or a document, has in it": ["cloudformation *", "ssm *"],
    "consoles and clients alone": [
        "account *", "cloud9 *", "codeguru-security *", "launchwizard *", "ssm-guiconnect *", "lambda *",
        "application-signals xray:*",
    ],
    "by way of another service, whose operation may need it": ["lakeformation redshift-serverless:*"],
    "in the policies of projects in SageMaker Unified Studio, which list all that they work with": [
        "redshift-serverless redshift:AuthorizeDataShare",
        "sagemaker ec2:AttachNetworkInterface", "emr-containers ec2:DescribeNetworkInterfaces",
    ],
    "no page was found that says of which operation": [
        "mgn servicequotas:GetServiceQuota",
    ],
}  # fmt: skip
_VIA = ("aws:calledvia", "aws:calledviafirst", "aws:calledvialast")


def test_what_services_do_with_their_callers_permissions_is_spoken_of(
    plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """AWS's managed policies let their users do something by way of a service (`aws:CalledVia`): some operation of
    that service may need it."""
    prefixes = {client.document["endpoint"]: client.document["prefix"] for client in clients.values()}
    spoken: dict[str, set[str]] = {}
    for plan in plans:
        mine = spoken.setdefault(plan.operation.prefix, set())
        mine.update(action.lower() for action in plan.candidates())
    found = set()
    for _, statement in managed_statements():
        actions = statement.get("Action", ())
        services = {service for key in _VIA for service in condition_values(statement, key)}
        for service, action in product(services, [actions] if isinstance(actions, str) else actions):
            label = service.partition(".")[0]
            known = spoken.get(prefixes.get(label, label), set())
            own = action.startswith(f"{prefixes.get(label, label)}:")
            if known and not own and not any(fnmatchcase(one, action.lower()) for one in known):
                found.add(f"{label} {action}")
    patterns = {pattern: why for why, several in _BY_CALLER.items() for pattern in several}
    by = {one: next((pattern for pattern in patterns if fnmatchcase(one, pattern)), one) for one in found}
    compared(set(by.values()), patterns)


# --- What messages of denials say that an operation was denied for.

_TEXTS = Path(__file__).parent / "denials"
_WHEN_CALLING = (
    re.compile(r"when calling the (\w+) operation.{0,300}?not authorized to perform:?\s*([A-Za-z0-9-]+:\w+)", re.DOTALL),
    re.compile(r"operation error [^:\n]+: (\w+),.{0,300}?not authorized to perform:?\s*([A-Za-z0-9-]+:\w+)", re.DOTALL),
)  # fmt: skip


def test_what_messages_say_is_spoken_of(plans: list[Plan]) -> None:
    """A message of an SDK names the operation that was called and the action that was lacking."""
    spoken: dict[str, set[str]] = {}
    for plan in plans:
        by_shape = (generic.PASS_ROLE,) if plan.by_shape and plan.operation.role_paths else ()
        spoken.setdefault(plan.operation.name, set()).update(
            one.lower() for one in (*plan.candidates(), *by_shape)
        )
    said = {
        (match[1], match[2])
        for path in _TEXTS.glob("*.toml")
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", ())
        for pattern in _WHEN_CALLING
        for match in pattern.finditer(str(case.get("text", "")))
    }
    assert len(said) > 20
    assert {pair for pair in said if pair[0] in spoken and pair[1].lower() not in spoken[pair[0]]} == set()


# --- Passwords that services keep.


def test_each_password_that_a_service_keeps_is_decided_about(
    plans: list[Plan], clients: dict[str, ClientSource]
) -> None:
    """Where a request says that a service shall keep the password, its secret is made for the caller."""
    found = set()
    for plan in plans:
        operation, client = plan.operation, clients[plan.operation.service]
        told = any(action.startswith("secretsmanager:") for action in plan.candidates())
        if not told and managed_passwords(operation, client):
            found.add(f"{operation.service}:{operation.name}")
    assert found == set()


# --- Services that authorize what S3's operations do with an ARN of theirs.


def test_what_stands_in_for_s3_has_each_action_that_it_knows(
    authorizer: Authorizer, plans: list[Plan]
) -> None:
    """An operation that a service authorizes in place of S3 is authorized for a version, too, and so on: what S3
    is asked for and the service has an action of the same name."""
    found = set()
    for prefix in ("s3-outposts", "s3-object-lambda"):
        for plan in plans:
            candidates = set(plan.candidates())
            mine = {one for one in candidates if one.startswith(f"{prefix}:")}
            if not mine or plan.operation.name == "CopyObject":
                # Nothing is copied from such an access point.
                continue
            theirs = {one.partition(":")[2] for one in candidates if one.startswith("s3:")}
            theirs = {name for name in theirs if re.search("ObjectVersion|Versions$", name)}
            theirs &= set(authorizer.catalog.action_names(prefix))
            found |= {
                f"{plan.operation.name} {prefix}:{name}" for name in theirs if f"{prefix}:{name}" not in mine
            }
    assert found == set()


def test_what_is_behind_an_access_point_may_be_asked_about(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Whatever S3 authorizes on an access point, for a version and for headers, too, the policy of its bucket may
    leave to the account."""
    point = "arn:aws:s3:us-east-1:123456789012:accesspoint/ap"
    headers = {"ACL": "private", "Tagging": "a=b", "ObjectLockMode": "GOVERNANCE", "VersionId": "v"}
    client = clients["s3"]
    found = set()
    for operation in operations(authorizer):
        if operation.service != "s3" or not client.has_path(operation.name, "Bucket"):
            continue
        request = {**minimal("s3", operation.name), "Bucket": point}
        passed = {name: value for name, value in headers.items() if client.has_path(operation.name, name)}
        for more in ({}, passed):
            answer = ask(authorizer, f"s3:{operation.name}", {**request, **more})
            behind = {
                one.action
                for one in answer.may_need
                if any(text(resource).startswith("arn:aws:s3:::*") for resource in one.resources)
            }
            found |= {
                f"{operation.name} {need.action}"
                for need in answer.needs
                if need.action.startswith("s3:")
                and any(text(resource).startswith(point) for resource in need.resources)
                and any(one.name.startswith("accesspoint") for one in _types(authorizer, need.action))
                and need.action not in behind
            }
    assert found == set()


def _types(authorizer: Authorizer, action: str) -> tuple[Any, ...]:
    known = authorizer.catalog.action(action)
    return known.resource_types if known else ()
