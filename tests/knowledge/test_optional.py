"""What only may be needed: the words say when, and not only who does it.

"The service does it with the caller's permissions" is true of each call that is denied without them. So a row that says
no more, and has no predicate, has to say why the action is not needed for every request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.plans import Plan
from policywright.knowledge.rules import is_unconditional
from policywright.knowledge.samples import named_members
from policywright.knowledge.store import Document
from policywright.knowledge.values import Request

from .checked import compared, operations
from .requests_ import text

_ONLY_WHO = re.compile(r"\bcaller's (?:permissions|name)\b")
_BOTH = 2
"""How ``facts/dependents.json`` says that AWS's column and CloudFormation's handlers name a pair."""


def plans(authorizer: Authorizer) -> Iterator[Plan]:
    for operation in operations(authorizer):
        yield authorizer.planner.plan(operation)


def only_who(row: Document) -> bool:
    """Whether a row says who does it, and neither when nor why not each time."""
    said = row.get("optional", "")
    return bool(_ONLY_WHO.search(said)) and is_unconditional(row) and "why" not in row


def test_who_does_it_is_no_circumstance(authorizer: Authorizer) -> None:
    found = {
        f"{plan.operation.service}:{plan.operation.name} {' '.join(row['actions'])}"
        for plan in plans(authorizer)
        for row in plan.rows
        if only_who(row)
    }
    compared(found, {})


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"optional": "it is looked up with the caller's permissions"}, True),
        ({"optional": "it is made in the caller's name"}, True),
        ({"optional": "it is looked up with the caller's permissions", "why": "the linked role may"}, False),
        ({"optional": "it is looked up with the caller's permissions", "passed": ["Name"]}, False),
        ({"optional": "the key is the customer's"}, False),
        ({"always": True}, False),
    ],
)
def test_what_says_only_who_does_it(row: Document, found: bool) -> None:
    assert only_who(row) == found


BOTH = {
    "the service's linked role doesn't exist in the account yet": "made once",
    "the service's linked role doesn't exist in the account yet, and gets its policy": "made once",
    "the account has no service-linked role for EC2 Auto Scaling yet": "made once",
    "the account has no service-linked role for multi-Region keys yet": "made once",
    "people are known by IAM Identity Center": "who asks, or what is deleted, says so",
    "it is encrypted with a customer managed key": "what the request names is",
    "the service tags what it makes, or what is given tags by it": "the request has no tags",
    "tags are copied to the snapshot that is taken": "so it is set of the database",
    "logs are delivered": "what is deleted, or made, may have logs",
    "it is about a billing view other than the account's own": "budgets have one or not",
    "something that the request names (an instance profile, a document, options) has a role": "no member is one",
    "the tables are in a bucket that AWS manages, which is set up": "set up once",
    "the cluster is one of EKS, to which the service has an access entry": "the cluster's kind is not said again",
    "the nodes of the cluster are managed one by one": "the cluster's kind is not said again",
    "the application has no role of its own, and is looked at as the caller": "it was said when it was made",
    "the data come from AppFlow, or go to Customer Profiles": "the integration that is named says so",
    "the integration is one of AppIntegrations, with a rule in EventBridge": "its kind is not said again",
    "the instance's users are in a directory that is made, or goes, with it": "others are in the service's own",
    "the subscriber is told by a queue or an address, or reads shared tables, which goes with it": "one of the three",
    "the subscriber is told of what is new": "most read the lake",
    "the subscriber has a role of its own, which goes with it": "readers of tables have none",
    "what is deleted has such a thing, which goes with it": "others have none",
    "the broker is one of RabbitMQ, which is reached by an endpoint": "its kind is not said again",
    "the cluster has connections of its own to VPCs": "most have none",
    "the cluster is a Multi-AZ DB cluster": "its kind is not said again",
    "the cluster is a Multi-AZ DB cluster, whose instances go with it": "its kind is not said again",
    "the group still holds schedules, which are deleted with it": "others are empty",
    "the service keeps a password in Secrets Manager": "what is deleted has one or not",
    "a multi-tenant distribution without a connection group": "a distribution's kind is in its configuration",
    "the web ACL has rule groups that other accounts share": "AWS's example policies are without it",
    "the pack has remediations that name a role": "within the template",
    "the document is a just-in-time access policy": "within the document",
    "the caller is a delegated administrator, not the management account": "who asks says so",
    "the request refers to something that is looked up first": "within the recipe, or what is deleted",
    "the replica's key policy is said, for which AWS's column has this, and the operation's page doesn't": "sources differ",
}
"""Circumstances in which a pair is optional that AWS's column and CloudFormation's handlers both name -> why the
request doesn't tell."""


def test_what_two_witnesses_name_is_optional_for_a_circumstance(authorizer: Authorizer) -> None:
    """Where AWS's column and a handler agree, an ordinary call is likely to need it: what may be without it has a
    circumstance that no member tells."""
    pairs = json.loads((FACTS / "dependents.json").read_text(encoding="utf-8"))["actions"]
    found = {
        rows[0]["optional"]
        for plan in plans(authorizer)
        for action in plan.base
        for dependent, witnesses in pairs.get(action, {}).items()
        if witnesses == _BOTH and dependent not in plan.base
        if (rows := plan.rows_for(dependent)) and all("optional" in row for row in rows)
    }
    compared(found, BOTH)


_GIVING = re.compile(r"iam:(?:Attach|Create|Put)(?:Role|Policy|User|Group|RolePolicy)$")


def test_nobody_is_given_the_right_to_change_any_role(authorizer: Authorizer) -> None:
    """Where a service makes roles, or gives them permissions, as who asks: those that are its own, and no others."""
    for plan in plans(authorizer):
        operation = plan.operation
        if operation.prefix == "iam" or not any(_GIVING.match(action) for action in plan.candidates()):
            continue
        request = Request(
            service=operation.service,
            operation=operation.name,
            parameters=named_members(operation, required=False),
        )
        for need in authorizer.authorize(request).needs:
            if _GIVING.match(need.action):
                on = [text(resource) for resource in need.resources]
                assert on and not any(one.endswith((":role/*", ":policy/*")) for one in on), operation.name
