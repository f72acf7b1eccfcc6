"""Checks over all operations: what resources a request is about.

Each finds one class of mistake; what it finds is mended, or stands here with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from tests.knowledge.checked import (
    anywhere,
    at,
    compared,
    compared_in_part,
    filled,
    fits,
    operations,
    sample,
    shapes,
    typed,
)
from tests.knowledge.requests_ import ask, text

from policywright.knowledge import naming
from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.identities import documentation
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.naming import OWNER, WITHIN
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.store import shared_store
from policywright.knowledge.texts import glob, parts
from policywright.knowledge.values import Const, Request, Unknown, Value

# --- What stands behind an ARN, and no request names.

BEHIND = {
    "CopyObject": "what is copied, and by way of what, another member says",
    "UploadPartCopy": "what is copied, and by way of what, another member says",
    "CreateSession": "directory buckets have access points of their own",
    "RenameObject": "directory buckets have access points of their own",
}


def test_behind_an_access_point_is_a_bucket(authorizer: Authorizer) -> None:
    """Whatever is done by way of an access point may be asked about on the bucket behind it as well."""
    point = "arn:aws:s3:us-east-1:123456789012:accesspoint/sample"
    found = set()
    for operation in operations(authorizer):
        if operation.service != "s3" or not any(member.name == "Bucket" for member in operation.members):
            continue
        answer = ask(
            authorizer,
            f"s3:{operation.name}",
            {"Bucket": point, "Key": "k", "Delete": {"Objects": [{"Key": "k"}]}},
        )
        behind = {item.action for item in answer.may_need if _is_of_a_bucket(item.resources)}
        for need in answer.needs:
            action = authorizer.catalog.action(need.action)
            types = [kind.name for kind in action.resource_types] if action else []
            if any(kind.startswith("accesspoint") for kind in types) and need.action not in behind:
                found.add(operation.name)
    compared(found, BEHIND)


def _is_of_a_bucket(resources: tuple[Value, ...]) -> bool:
    return any(text(resource).startswith("arn:aws:s3:::*") for resource in resources)


# --- A model that is an inference profile.

PROFILES: dict[str, str] = {}


def test_behind_a_profile_are_models_of_any_region(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Where a model may be a profile, by its id or its ARN, that and the model behind it are asked about."""
    found = set()
    for operation in operations(authorizer):
        for path, shape in shapes(operation, clients[operation.service], _may_be_a_profile):
            for said in ("us.maker.model-v1:0", f"{_PROFILE}us.maker.model-v1:0"):
                if not re.fullmatch(shape["pattern"], said):
                    continue
                answer = ask(authorizer, f"{operation.service}:{operation.name}", at(path, said))
                for need in answer.needs:
                    if _is_about(authorizer, need, "foundation-model") and not _is_of_a_profile(need):
                        found.add(f"{operation.service}:{operation.name} {path} {need.action}")
    compared(found, PROFILES)


_PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/"


def _may_be_a_profile(path: str, shape_name: str, shape: dict[str, Any], documentation: str) -> bool:
    return shape["type"] == "string" and "inference-profile" in shape.get("pattern", "")


def _is_about(authorizer: Authorizer, need: Need, kind: str) -> bool:
    action = authorizer.catalog.action(need.action)
    return action is not None and any(one.name == kind for one in action.resource_types)


def _is_of_a_profile(need: Need) -> bool:
    granted = [text(resource) for resource in need.resources]
    asked = ("arn:aws:bedrock:us-west-2::foundation-model/maker.model-v1:0", f"{_PROFILE}us.maker.model-v1:0")
    known = [
        one.replace(":R:A:", ":us-east-1:123456789012:").replace(":R::", ":us-east-1::") for one in granted
    ]
    return all(any(fnmatchcase(arn, one) for one in known) for arn in asked)


# --- What nothing is known of.

UNTOLD = {
    "events:StartReplay": "a row says which ARN is the archive's, and that it is the other one that may be a bus",
    "eventbridgev2:DescribeEventSource": "the source's ARN is that of what is described",
    "eventbridgev2:UpdateEventSource": "the source's ARN is that of what is updated",
    "rds:CreateBlueGreenDeployment": "a row says what the request is about; of an unknown source, that is the deployment",
    "ses:SendEmail": "a sender is an address, and its ARN an identity's",
    "pinpoint-sms-voice-v2:SendRcsMessage": "it comes from an agent or a pool, and only what it falls back to from a number",
}
"""Operation -> why a value of which nothing is known is granted on less than each that it may be."""


def test_what_nothing_is_known_of_may_be_of_each_type(authorizer: Authorizer) -> None:
    """Where a member takes an ARN and doesn't say of which type: unknown, it is granted as each of them is."""
    names = naming.Names(lambda client: shared_store().document("overlay", f"_members:{client}"))
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        paths = [path for path in names.others(None, operation) if naming.names_some_type(path)]
        for path, name in product(paths, plan.base):
            action = authorizer.catalog.action(name)
            untold = _granted(authorizer, operation, path, Unknown(), name)
            for one in action.resource_types if action else ():
                kind = authorizer.catalog.resource_type(name.partition(":")[0], one.name)
                if kind is None or not naming.is_named_by_no_member(kind, operation):
                    continue
                arn = filled(kind.arn, "", "")
                told = _granted(authorizer, operation, path, arn, name)
                if arn in told and not any(covers(anywhere(wide), anywhere(arn)) for wide in untold):
                    found.add(f"{operation.service}:{operation.name} {path} {kind.name}")
    compared({one.partition(" ")[0] for one in found}, UNTOLD)


def _granted(authorizer: Authorizer, operation: Operation, path: str, value: Any, action: str) -> list[str]:
    needs = ask(authorizer, f"{operation.service}:{operation.name}", at(path, value)).needs
    mine = [need.resources for need in needs if need.action == action]
    return ["*"] if any(not each for each in mine) else [glob(parts(one)) for each in mine for one in each]


_ON_EVERYTHING = re.compile(r"permission that is scoped to <code>\*</code>")


def test_what_documentation_wants_granted_on_everything_is(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """With every member: composite alarms are told of, and made, by who may do so with all."""
    found = set()
    for operation in operations(authorizer):
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        if not _ON_EVERYTHING.search(said):
            continue
        every = {member.name: ["a"] if member.type == "list" else "a" for member in operation.members}
        answer = ask(authorizer, f"{operation.service}:{operation.name}", every)
        own = f"{operation.prefix}:{operation.name}"
        if any(need.resources for need in answer.needs if need.action == own):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, {})


# --- Required types.


def test_a_required_type_is_never_lost(authorizer: Authorizer) -> None:
    """With every member that has to be passed, unknown, and then each ARN one of the type that its member is
    called like: some resource fits each required type, or all are granted."""
    from policywright.knowledge.samples import named_members

    lost, nowhere = set(), set()
    for operation in operations(authorizer, "required types", 4):
        plan = authorizer.planner.plan(operation)
        for parameters in (named_members(operation, required=True), typed(authorizer, operation)):
            answer = authorizer.authorize(
                Request(service=operation.service, operation=operation.name, parameters=parameters)
            )
            for need in answer.needs:
                action = authorizer.catalog.action(need.action)
                if action is None or not need.resources:
                    continue
                if not action.resource_types:
                    nowhere.add(f"{operation.service}:{operation.name} {need.action}")
                if need.action not in plan.base or "Tag" in action.name:
                    continue
                required = [kind.name for kind in action.resource_types if kind.required]
                kinds = [authorizer.catalog.resource_type(action.prefix, kind) for kind in required]
                if any(kind and not any(fits(kind, one) for one in need.resources) for kind in kinds):
                    lost.add(f"{operation.service}:{operation.name}")
    assert nowhere == set(), "an action without resource types is granted on all, or never"
    matching = {pattern: why for why, patterns in LOST.items() for pattern in patterns}
    by = {one: [pattern for pattern in matching if fnmatchcase(one, pattern)] for one in lost}
    compared_in_part({pattern for one, patterns in by.items() for pattern in patterns or [one]}, matching)


def test_a_required_type_of_what_a_row_brings_is_not_lost(authorizer: Authorizer) -> None:
    """What a row grants on an ARN of one type that its action has to be on, it grants on the others as well."""
    lost = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        rows = [row for row in plan.rows if not {"never", "optional"} & set(row)]
        brought = [(row, name) for row in rows for name in row["actions"] if name not in plan.base]
        for row, name in brought:
            action = authorizer.catalog.action(name)
            required = [kind.name for kind in action.resource_types if kind.required] if action else []
            kinds = [authorizer.catalog.resource_type(name.partition(":")[0], kind) for kind in required]
            paths = row.get("resources") or ([row["arn"]["member"]] if "arn" in row else [])
            for kind, path in product([kind for kind in kinds if kind and len(kinds) > 1], paths):
                passed = {**dict(typed(authorizer, operation).fields), **at(path, sample(kind))}
                answer = ask(authorizer, f"{operation.service}:{operation.name}", passed)
                granted = [one for need in answer.needs if need.action == name for one in need.resources]
                fitting = [any(fits(other, one) for one in granted) for other in kinds if other]
                if any(fits(kind, one) for one in granted) and not all(fitting):
                    lost.add(name)
    compared(lost, {name: why for why, names in EITHER.items() for name in names})


EITHER = {
    "the member is the content's ARN, never a hub's; its hub another row grants": ["sagemaker:DeployHubModel"],
    "one or the other, as the ARN says": [
        "aoss:TagResource", "aoss:UntagResource", "athena:TagResource", "athena:UntagResource",
        "bedrock:GetInferenceProfile", "bedrock:InvokeAutomatedReasoningPolicy",
        "bedrock:RenderPrompt", "comprehend:PutResourcePolicy", "dynamodb:PutResourcePolicy",
        "dynamodb:TagResource", "dynamodb:UntagResource", "es:AddTags", "es:RemoveTags", "invoicing:TagResource",
        "invoicing:UntagResource", "kinesis:PutResourcePolicy", "lambda:PutResourcePolicy",
        "license-manager-user-subscriptions:TagResource", "license-manager-user-subscriptions:UntagResource",
        "odb:PutResourcePolicy", "route53:ChangeTagsForResource", "s3-outposts:ListBucket",
        "s3-outposts:ListBucketMultipartUploads", "timestream:TagResource", "timestream:UntagResource",
    ],
    "another member, which has to be passed as well, says the other": [
        "cleanrooms:GetCollaborationAnalysisTemplate", "glue:GetTable", "iottwinmaker:GetComponentType",
        "iottwinmaker:GetEntity",
    ],
}  # fmt: skip
"""Why an action has more than one required type, and a row grants it on one."""


MEANT = {
    "it says which, and is no name of one": ["account:*", "iot:ListSecurityProfiles *"],
    "what is named by the other is what is asked about": [
        "deadline:ListQueueLimitAssociations *", "dynamodb:Scan *",
        "efs:Describe*", "elasticbeanstalk:DescribeConfigurationSettings *", "iotsitewise:CreateBulkImportJob *",
        "vpc-lattice:CreateResourceConfiguration *",
    ],
    "the sample has no form that tells its type": [
        "kms:CreateAlias *", "pinpoint-sms-voice-v2:CreateRegistrationAssociation *",
        "pinpoint-sms-voice-v2:SendMediaMessage *", "pinpoint-sms-voice-v2:SendRcsMessage *",
    ],
}  # fmt: skip
"""Why what one member is said to name is not granted beside what another names."""


def test_what_a_member_is_said_to_name_is_granted(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """botocore says that a member holds a ``PoolId``, and the action may be about pools: that is granted, too, where another
    member names a thing of another type."""
    found = set()
    for operation in operations(authorizer):
        plain = [member.name for member in operation.members if member.type == "string"]
        needed = {one.name: "x" for one in operation.members if one.required and one.type == "string"}
        for name in authorizer.planner.plan(operation).base:
            for member, kinds in _said(authorizer, operation, name, clients[operation.service]):
                for other in (one for one in plain if one != member):
                    answer = ask(
                        authorizer,
                        f"{operation.service}:{operation.name}",
                        {**needed, member: "x", other: "x"},
                    )
                    granted = [one for need in answer.needs if need.action == name for one in need.resources]
                    if granted and not any(
                        fits(kind, one) or text(one) == "*" for kind in kinds for one in granted
                    ):
                        found.add(f"{operation.service}:{operation.name} {member}")
    matching = {pattern: why for why, patterns in MEANT.items() for pattern in patterns}
    by = {one: [pattern for pattern in matching if fnmatchcase(one, pattern)] for one in found}
    compared({pattern for one, patterns in by.items() for pattern in patterns or [one]}, matching)


def _said(
    authorizer: Authorizer, operation: Operation, name: str, client: ClientSource
) -> Iterator[tuple[str, list[ResourceType]]]:
    """The members of which botocore says that they hold the id, ARN or name of a type that the action may be about."""
    action = authorizer.catalog.action(name)
    types = [kind.name for kind in action.resource_types] if action else []
    kinds = [authorizer.catalog.resource_type(name.partition(":")[0], kind) for kind in types]
    words = {re.sub("[^A-Za-z]", "", kind.name): kind for kind in kinds if kind}
    for member in operation.members if len(words) > 1 else ():
        if member.type != "string" or not re.search(
            "dentit|rigin|ource|arget|Id$|Arn$|[a-z]Name$", member.name
        ):
            continue
        says = documentation(client, operation.name, member.name)
        said = [
            kind for word, kind in words.items()
            if len(word) > 3 and re.search(rf"\b{word}(Id|Arn|Name)\b", says, re.IGNORECASE)
        ]  # fmt: skip
        if said:
            yield member.name, said


LOST = {
    "a job is authorized by its definition and queue": ["batch:SubmitJob"],
    "daemons have definitions and an operation of their own": [
        "ecs:DeleteTaskDefinitions",
        "ecs:DeleteDaemonTaskDefinition",
    ],
    "rows say which of models, profiles, prompts and agents is meant": [
        "bedrock-runtime:*", "bedrock-agent-runtime:InvokeInlineAgent",
    ],
    "one of the account, told from those of AWS by its name": ["bedrock-agentcore:*"],
    "one of several kinds, as the ARN says": [
        "clouddirectory:*", "elbv2:*", "stepfunctions:DescribeExecution",
    ],
    "the sample ARN is of another type with a like name": [
        "bedrock:GetModelCopyJob", "cleanroomsml:UpdateConfiguredAudienceModel", "events:CreateArchive",
        "events:StartReplay", "wellarchitected:UpgradeProfileVersion",
    ],
    "named in structures, whose members are no required ones": [
        "ec2:ModifySecurityGroupRules", "glue:CreateDatabase", "glue:CreateTable", "glue:UpdateTable", "iot:CreateJob",
        "ivs:DeleteChannel",
    ],
    "rows say what of a keyspace is meant": ["keyspaces:GetType", "keyspaces:ListTypes"],
    "the sample is no alias: those begin with alias/": ["kms:*Alias"],
    "the content of a template instead of its name": ["sesv2:SendBulkEmail"],
}  # fmt: skip
"""Why a required type of the catalog is not granted when only the required members are passed."""


# --- Whose the resources are.

_SAYS_WHOSE = re.compile(r"(registryid|catalogid|account(id)?|owner(aws)?(account)?(id)?)$", re.IGNORECASE)

_NOT_WHOSE = {
    "always the caller's own account, or that of the whole request": [
        "account:*", "budgets:*", "quicksight:*", "s3control:*", "redshift:AccountId",
        "organizations:*", "cleanrooms:*", "internetmonitor:*",
    ],
    "whose a bucket, a group, a role or another thing than the action's is": [
        "*:*BucketOwner*", "*:*SecurityGroupOwnerId", "s3control:BucketAccountId", "ec2:IpamPoolOwner",
        "omics:workflowBucketOwnerId", "medical-imaging:*", "codeconnections:*", "codestar-connections:*", "glue:Repo*",
        "accessanalyzer:*", "resiliencehub:*", "networkmanager:*", "ec2:Peer*", "directconnect:*", "dynamodb:*",
    ],
    "to whom it is given, who pays, or who is looked at": [
        "*:*PayerAccountId", "*:Target*", "*:Shared*", "*:destination*", "*:target*", "*:*Transfer*", "ec2:AwsAccountId",
        "ec2:MeteredAccount", "ec2:UnusedReservationBillingOwnerId", "billingconductor:*", "acm-pca:*", "lambda:*",
        "redshift:Account", "redshift:ResourceOwner", "redshift-serverless:ownerAccount", "servicecatalog:*",
        "securityhub:*", "detective:*", "fis:*", "config:*", "fms:*", "cloudformation:*", "partnercentral-channel:*",
        "notifications:*", "codeartifact:administratorAccount", "redshift:OwnerAccount", "cloudwatch:*", "iotwireless:*",
    ],
    "a name, or the kind of owner": [
        "*:ResourceOwner", "*:resourceOwner", "*:Owner", "agent-registry*:*", "bedrock-agentcore-control:*", "eks:*",
        "grafana:*", "signer:jobOwner", "wellarchitected:*", "iam:*", "continuum:*",
    ],
}  # fmt: skip


def test_whose_a_resource_is_is_in_its_arn(authorizer: Authorizer) -> None:
    """A member with an account's id says whose the resources are (``_owners.toml``), or has a reason not to."""
    tables = {
        name: shared_store().document("overlay", f"_members:{name}") or {}
        for name in authorizer.operations.services()
    }
    found = set()
    for operation in operations(authorizer):
        table = tables[operation.service].get(operation.name, {})
        said = {name.removeprefix(WITHIN) for row in table.values() for name in row.get(OWNER, ())}
        plan = authorizer.planner.plan(operation)
        if any("${Account}" in arn for arn in formats_of(authorizer, plan)):
            found |= {
                f"{operation.service}:{one.name}"
                for one in operation.members
                if one.type == "string" and _SAYS_WHOSE.search(one.name) and one.name not in said
            }
    patterns = [pattern for several in _NOT_WHOSE.values() for pattern in several]
    matched = {one: {pattern for pattern in patterns if fnmatchcase(one, pattern)} for one in found}
    assert [one for one, by in matched.items() if not by] == [], "new: mend them, or give a reason"
    assert set(patterns) - {p for by in matched.values() for p in by} == set(), "no longer needed"


def formats_of(authorizer: Authorizer, plan: Plan) -> list[str]:
    """The ARN formats of what an operation's own actions are checked on."""
    known = [action for name in plan.base if (action := authorizer.catalog.action(name))]
    types = [(action.prefix, one.name) for action in known for one in action.resource_types]
    return [kind.arn for pair in types if (kind := authorizer.catalog.resource_type(*pair))]


# --- Rows about one value of a member that has a closed list of them.

_OF_SOME_VALUES = {
    "compute-optimizer:PutRecommendationPreferences": "of the others AWS's column has no action",
    "compute-optimizer:DeleteRecommendationPreferences": "of the others AWS's column has no action",
    "swf:RespondDecisionTaskCompleted": "a decision for a function of Lambda has no action",
    "omics:StartRun": "private workflows have the ARN of their type",
    "omics:GetWorkflow": "private workflows have the ARN of their type",
    "connect:CreateIntegrationAssociation": "of the others AWS's column has no action",
    "cloudformation:CreateStack": "one value has a resource of its own, besides",
    "cloudformation:UpdateStack": "one value has a resource of its own, besides",
    "cloudformation:CreateChangeSet": "one value has a resource of its own, besides",
    "ec2:CreateFlowLogs": "the catalog has no types of core networks",
    "ec2:CreateVpcEndpoint": "endpoints of these types are made of nothing else",
    "ec2:RunInstances": "one value has a resource of its own, besides",
    "logs:DeleteAccountPolicy": "the catalog has no actions about metrics that are extracted",
    "logs:DescribeAccountPolicies": "the catalog has no actions about metrics and retention",
    "s3:CreateBucket": "what is private needs nothing more",
}


def test_rows_speak_of_each_value(clients: dict[str, ClientSource]) -> None:
    """Where the rows about an action's resources, or more than two others, go by a member's values, none is
    forgotten."""
    found = set()
    for name, client in clients.items():
        spoken: dict[tuple[str, tuple[str, ...], str], set[str]] = {}
        for row in (shared_store().document("overlay", name) or {}).get("resource", ()):
            for key in ("equals", "not_equals"):
                for path, values in row.get(key, {}).items():
                    for operation in row["operations"]:
                        said = spoken.setdefault((operation, tuple(row["actions"]), path), set())
                        said.update(map(str, values) if key == "equals" else ["*"])
        several: dict[tuple[str, str], set[str]] = {}
        for operation, rows in (shared_store().document("overlay", name) or {}).get("when", {}).items():
            for row in rows if operation != "*" else ():
                for path, values in row.get("equals", {}).items():
                    several.setdefault((operation, path), set()).update(map(str, values))
                for path in row.get("not_equals", {}):
                    several.setdefault((operation, path), set()).add("*")
        # One value may well need more than the others do; where most have rows, one is forgotten.
        for (operation, path), said in several.items():
            if len(said) > 2:
                spoken[operation, (), path] = said
        for (operation, _, path), said in spoken.items():
            shapes = client.shapes.walk(client.model["operations"][operation])
            listed = next((shape.get("enum") for found_path, _, shape in shapes if found_path == path), None)
            if listed and "*" not in said and set(listed) - said:
                found.add(f"{name}:{operation}")
    compared(found, _OF_SOME_VALUES)


# --- Clients that speak to one service.

_TWINS = ["rds", "docdb", "neptune"], ["pinpoint-email", "sesv2"], ["es", "opensearch"]

_APART = {
    "docdb:CreateDBCluster": "what a key is used for is known of RDS by a page of its own",
    "docdb:ModifyDBCluster": "what a key is used for is known of RDS by a page of its own",
    "docdb:ModifyDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:CreateDBCluster": "what is copied is a cluster, never an instance of RDS",
    "neptune:CreateDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:ModifyDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:DeleteDBInstance": "the last snapshot may have any name",
}


def test_clients_of_one_service_answer_alike(authorizer: Authorizer) -> None:
    """An operation that several clients have: each member alone, beside those that have to be passed."""
    found = set()
    for first, *others in _TWINS:
        for other in others:
            shared = {*authorizer.operations.names(first)} & {*authorizer.operations.names(other)}
            for name in sorted(shared):
                requests = [*_requests(authorizer, first, other, name)]
                answers = [
                    [
                        {
                            (need.action, text(resource))
                            for need in ask(authorizer, f"{client}:{name}", request).needs
                            for resource in need.resources or [Const("*")]
                        }
                        for request in requests
                    ]
                    for client in (first, other)
                ]
                if answers[0] != answers[1]:
                    found.add(f"{other}:{name}")
    compared(found, _APART)


def _requests(authorizer: Authorizer, one: str, other: str, name: str) -> Iterator[dict[str, Any]]:
    sides = [authorizer.operations.get(client, name) for client in (one, other)]
    members = [{member.name: member for member in side.members} for side in sides if side is not None]
    shared = [member for key, member in members[0].items() if key in members[1] and member.type == "string"]
    required = {member.name: "x" for member in shared if member.required}
    yield required
    yield from ({**required, member.name: "x"} for member in shared if not member.required)
