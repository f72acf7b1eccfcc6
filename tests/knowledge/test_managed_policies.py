"""Checks of the answers against AWS's managed policies for the users of services.

What such a policy allows beside the service's own actions is for the console, for what users do besides, or for what
the service does with its caller's permissions. The last has to be some operation's: otherwise somebody is denied and
was never told. ``test_unspoken.py`` has the checks of linked roles, passed roles and ``aws:CalledVia``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.plans import Plan

from .checked import compared, operations
from .managed import condition_values, managed_documents, statements_of

_OF_A_ROLE = re.compile(r"Role|Execution|Boundary|SageMakerStudio")
"""Policies of roles that services take on: what these do is not done with a caller's permissions."""


@pytest.fixture(scope="module")
def spoken(authorizer: Authorizer, clients: dict[str, ClientSource]) -> dict[str, set[str]]:
    """IAM service, or endpoint -> all actions that some operation of it may need."""
    found: dict[str, set[str]] = defaultdict(set)
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        mine = {action.lower() for action in plan.candidates()} | _by_shape(plan)
        found[operation.prefix] |= mine
        found[clients[operation.service].document["endpoint"]] |= mine
    return found


def _by_shape(plan: Plan) -> set[str]:
    return {generic.PASS_ROLE.lower()} if plan.by_shape and plan.operation.role_paths else set()


def _of_users() -> Iterator[tuple[str, dict[str, Any]]]:
    """The policies that people and programs get, and not services."""
    for name, policy in managed_documents():
        if policy["Path"] == "/" and not _OF_A_ROLE.search(name):
            yield name, policy


def _actions(statement: dict[str, Any]) -> list[str]:
    actions = statement.get("Action", []) if statement["Effect"] == "Allow" else []
    return [actions] if isinstance(actions, str) else actions


def _reasoned(found: set[str], reasons: dict[str, list[str]]) -> None:
    patterns = {pattern: why for why, several in reasons.items() for pattern in several}
    by = {one: next((pattern for pattern in patterns if fnmatchcase(one, pattern)), one) for one in found}
    compared(set(by.values()), patterns)


# --- Conditions that say which service asks.

_SAYS = (
    "kms:viaservice", "events:managedby", "organizations:serviceprincipal", "ec2:authorizedservice",
    "codeconnections:passedtoservice", "codestar-connections:passedtoservice",
)  # fmt: skip

_ASKED_ELSEWHERE = {
    "consoles, and administrators of the organization, with operations of Organizations": [
        "account-access *", "backup *", "devops-guru *", "ds organizations:DisableAWSServiceAccess", "eks *",
        "detective *", "guardduty *", "resource-explorer-2 *", "sso *", "trustedadvisor *", "wellarchitected *",
    ],
    "asked for in the name of another service, which speaks of it": ["elasticfilesystem events:*"],
    "botocore has no operation that makes, or writes, such a thing": ["agent-registry kms:Encrypt"],
    "a service that has ended": ["proton *"],
}  # fmt: skip


def test_what_a_condition_says_that_a_service_asks_for_is_spoken_of(spoken: dict[str, set[str]]) -> None:
    """``kms:ViaService``, ``events:ManagedBy`` and their like name a service: some operation of it may need what is
    allowed."""
    found = set()
    for _, policy in _of_users():
        for statement in statements_of(policy):
            said = {service for key in _SAYS for service in condition_values(statement, key)}
            for service in said:
                own = next((label for label in service.split(".") if label in spoken), None)
                for action in _actions(statement):
                    known = spoken[own] if own else set()
                    if known and not any(fnmatchcase(one, action.lower()) for one in known):
                        found.add(f"{own} {action}")
    _reasoned(found, _ASKED_ELSEWHERE)


def test_what_is_tagged_as_it_is_made_is_spoken_of(authorizer: Authorizer) -> None:
    """``ec2:CreateAction`` and its like name the operation that sets tags on what it makes."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        by_name[f"{operation.prefix}:{operation.name}".lower()] |= {one.lower() for one in plan.candidates()}
    found = set()
    for _, policy in managed_documents():
        for statement in statements_of(policy):
            for prefix in (
                "ec2",
                "elasticloadbalancing",
                "ecs",
                "elasticfilesystem",
                "s3files",
                "drs",
                "mgn",
            ):
                for name in condition_values(statement, f"{prefix}:CreateAction"):
                    for action in _actions(statement):
                        known = by_name.get(f"{prefix}:{name}".lower())
                        if known and action.lower() not in known:
                            found.add(f"{prefix}:{name} {action}")
    _reasoned(found, _UNTAGGED)


_UNTAGGED = {
    "routes and references have no tags, nor does the request set any": [
        "ec2:CreateRoute *", "ec2:CreateTransitGateway*",
    ],
}  # fmt: skip


# --- All of a service, and what its users need beside it.

_BESIDES = {
    "wizards of consoles, and what users set up around it": [
        "* cloudwatch:PutMetricAlarm", "* cloudwatch:DeleteAlarms", "* sns:CreateTopic", "* sns:Subscribe",
        "* sns:SetTopicAttributes", "* s3:CreateBucket", "* s3:PutBucketPolicy", "* s3:PutBucketPublicAccessBlock",
        "* cloudformation:*", "* codestar-notifications:*", "* iam:DeleteServiceLinkedRole",
        "application-signals *", "appstream application-autoscaling:*", "athena glue:*",
        "auditmanager iam:UpdateRoleDescription", "aws-marketplace ec2:*", "backup backup-gateway:*",
        "bedrock-agentcore *", "braket *", "cassandra application-autoscaling:*ScheduledAction", "chime *",
        "cloudtrail *", "codebuild *", "codecatalyst *", "codecommit *", "codeguru-reviewer *", "codepipeline *",
        "connect profile:*", "dataexchange *", "datasync logs:*", "datazone *", "detective *", "devops-guru *",
        "ds *", "ecs *", "guardduty *", "kendra *", "kinesisanalytics *", "lakeformation glue:*", "lex lambda:*",
        "mgn ssm:PutParameter", "mq ec2:AuthorizeSecurityGroupIngress", "organizations account:*",
        "partnercentral *", "resource-explorer-2 *", "rum cognito-identity:*", "secretsmanager *", "securityhub *",
        "storagegateway *", "support *", "synthetics s3:PutEncryptionConfiguration",
        "iotmanagedintegrations iam:*", "identitystore *",
    ],
    "what is called beside it, by its own operations": [
        "bedrock *", "cleanrooms-ml cleanrooms:*", "cloud9 *", "greengrass *", "neptune-db *",
    ],
    "what is deployed with it, or run on its instances": ["cloudformation *", "backup ssm:*"],
    "botocore has no operation that makes, or writes, such a thing": ["agent-registry *"],
    "a balancer's listeners are made by an action of another name": ["refactor-spaces elasticloadbalancing:*"],
    "services that have ended": ["inspector *", "proton *"],
}  # fmt: skip


def test_what_users_of_a_service_may_change_elsewhere_is_spoken_of(
    authorizer: Authorizer, spoken: dict[str, set[str]]
) -> None:
    """A policy that gives all of one service, and not for its console: what it allows to be changed in other services,
    some operation of the service may need."""
    levels = {
        action.full_name.lower(): action.access_level
        for service in authorizer.catalog.services()
        for action in authorizer.catalog.actions(service.prefix)
    }
    found = set()
    for name, policy in _of_users():
        actions = [action for statement in statements_of(policy) for action in _actions(statement)]
        whole = {action.removesuffix(":*") for action in actions if action.endswith(":*")} & spoken.keys()
        if len(whole) != 1 or "Console" in name:
            continue
        (own,) = whole
        for action in actions:
            pattern = action.lower()
            meant = [one for one in levels if fnmatchcase(one, pattern)] if "*" in pattern else [pattern]
            changes = any(levels.get(one) not in (None, "Read", "List") for one in meant)
            known = pattern.startswith(f"{own}:") or any(fnmatchcase(one, pattern) for one in spoken[own])
            if changes and not known:
                found.add(f"{own} {action}")
    _reasoned(found, _BESIDES)
