"""What nearly every call of an operation needs, though no member of its request says so: granted, not only possible.

A denial in an ordinary call is worse than a grant that one call in a hundred could do without. What AWS's reference
lists of passing roles is decided for each operation whose request names none: usual, or why ordinary calls go without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.lookup import OperationFacts, lookup
from policywright.knowledge.plans import Plan
from policywright.knowledge.rules import is_unconditional
from policywright.knowledge.store import Store

from .checked import compared, operations
from .requests_ import ask

ROLES = {"taskRoleArn": "arn:aws:iam::1:role/t", "executionRoleArn": "arn:aws:iam::1:role/e"}
TASK = {"taskDefinition": "job:1"}


@pytest.mark.parametrize(
    ("asked", "request_", "found"),
    [
        ("ecs:RunTask", TASK, "usual"),
        ("ecs:RunTask", {**TASK, "overrides": {}}, "usual"),
        ("ecs:RunTask", {**TASK, "overrides": {"taskRoleArn": ROLES["taskRoleArn"]}}, "usual"),
        ("ecs:RunTask", {**TASK, "overrides": ROLES}, "passed"),
        ("ecs:CreateService", {**TASK, "serviceName": "s"}, "usual"),
        ("ecs:UpdateService", {**TASK, "service": "s"}, "usual"),
        ("ecs:UpdateService", {"service": "s", "desiredCount": 2}, "may need"),
        ("ecs:CreateDaemon", {"daemonName": "d"}, "usual"),
        ("ecs:DescribeTasks", {"tasks": ["t"]}, "no"),
        ("sagemaker:StartNotebookInstance", {"NotebookInstanceName": "n"}, "usual"),
        ("rolesanywhere:EnableProfile", {"profileId": "p"}, "usual"),
    ],
)
def test_roles_that_a_call_passes_on(
    authorizer: Authorizer, asked: str, request_: dict[str, object], found: str
) -> None:
    answer = ask(authorizer, asked, request_)
    needs = [need for need in answer.needs if need.action == generic.PASS_ROLE]
    usual = [need for need in needs if need.certainty == "usual"]
    may_need = any(item.action == generic.PASS_ROLE for item in answer.may_need)
    said = "usual" if usual else "passed" if needs else "may need" if may_need else "no"
    assert said == found
    assert all(need.conditions and need.why for need in usual)


def test_lookup_says_what_is_usual(store: Store) -> None:
    found = [one for one in lookup(store, "athena:StartQueryExecution") if isinstance(one, OperationFacts)]
    rules = {rule.action: rule for rule in found[0].rules}
    assert rules["glue:GetTable"].kind == "usual"
    assert "nearly every" in rules["glue:GetTable"].when


_NEARLY_ALL = re.compile(r"\bas (?:nearly (?:every|all)|most|every)\b|\bthat every\b|\beach \w+ has\b")


def plans(authorizer: Authorizer) -> Iterator[Plan]:
    for operation in operations(authorizer):
        yield authorizer.planner.plan(operation)


def test_what_nearly_every_call_needs_is_not_optional(authorizer: Authorizer) -> None:
    """The words of a row say how often its circumstance is there."""
    found = {
        f"{plan.operation.service}:{plan.operation.name} {' '.join(row['actions'])}"
        for plan in plans(authorizer)
        for row in plan.rows
        if _NEARLY_ALL.search(row.get("optional", ""))
    }
    compared(found, {})


ORDINARY = {
    "apigateway:*RestApi": "most definitions have no credentials",
    "apigatewayv2:*Api": "most definitions have no credentials",
    "appmesh:CreateVirtualNode": "its certificates are in a file, or in ACM",
    "backup-gateway:StartVirtualMachinesMetadataSync": "the hypervisor has its mappings",
    "config:Put*ConformancePack": "most packs have no remediation",
    "config:*": "the service's linked role, or that of the configuration, does it",
    "datapipeline:ValidatePipelineDefinition": "the definition is looked at",
    "dms:*": "instances are without Kerberos",
    "ec2:CreateFleet": "the template says whether the instances have a profile, and may do without",
    "ec2:EnableFastLaunch": "the template says whether the instances have a profile, and may do without",
    "emr:UpdateStudio": "the role of a Studio is not changed",
    "es:AssociatePackage": "packages are dictionaries; plugins alone have a role",
    "glue:*Connection": "the connection is to a database, by a secret",
    "glue:*Table": "tables are those of a crawler or a query, without a role of their own",
    "iotsitewise:*": "gateways and models are without a role",
    "kinesisanalyticsv2:AddApplication*": "the application has a role",
    "lex-models:StartImport": "bots are without a role",
    "marketplace-catalog:StartChangeSet": "most changes are to a product's texts and prices",
    "mediastore:StartAccessLogging": "the service's linked role writes logs",
    "mq:*Broker": "users are those of the broker, or of LDAP",
    "neptune:*": "roles are attached to a cluster later, for loads",
    "observabilityadmin:*": "the pipeline's configuration says its role, within a text",
    "osis:ValidatePipeline": "the configuration is looked at",
    "rds:CreateBlueGreenDeployment": "most databases have no role",
    "redshift*:*LakehouseConfiguration": "a member says the role of Identity Center's application",
    "resiliencehubv2:*": "the application is looked at as the caller",
    "sagemaker:*Edge*": "devices have a role of their fleet",
    "sagemaker:ImportHubContent": "content is a text",
    "servicecatalog:UpdateConstraint": "a launch constraint's role is within a text, and other constraints have none",
    "ssm:*Document": "most documents are commands or runbooks",
    "ssm-quicksetup:*": "the configuration is not changed",
    "transfer:UpdateWebAppCustomization": "title and logo are changed",
    "wisdom:CreateAssistantAssociation": "an assistant has a knowledge base of its own",
}
"""Operations that AWS's reference lists ``iam:PassRole`` for, whose request names no role -> why an ordinary call
doesn't pass any."""


def passed_unseen(authorizer: Authorizer) -> Iterator[str]:
    for plan in plans(authorizer):
        rows = [row for row in plan.rows_for(generic.PASS_ROLE) if "never" not in row]
        if (
            rows
            and not any("usual" in row for row in rows)
            and any("optional" in row and (is_unconditional(row) or row.keys() & {"absent"}) for row in rows)
        ):
            yield f"{plan.operation.service}:{plan.operation.name}"


def test_roles_that_no_member_names_are_usual_or_have_a_reason(authorizer: Authorizer) -> None:
    found = set(passed_unseen(authorizer))
    assert [one for one in found if not any(fnmatchcase(one, pattern) for pattern in ORDINARY)] == []
    assert [pattern for pattern in ORDINARY if not any(fnmatchcase(one, pattern) for one in found)] == []
