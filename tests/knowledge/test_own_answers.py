"""What the authorization answers, judged as ``validate`` judges the policies of people.

Each operation is asked about three times: with what has to be passed, with everything, and with what is not
told; nothing is known of any value. In a region and an account, each answer is a statement that AWS takes, and
that can match something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.policy.lint import lint
from policywright.knowledge.values import Const, Hole, Request, Struct, Text, Value, alternatives

SHARES = 48
"""Operations are told apart by their places in the list: a share is a second or two."""
PLACE = {"partition": "aws", "region": "us-west-2", "account": "111122223333"}
ANY = Text((Hole(kind="unknown"),))

EXPECTED = {
    "permissions-management-wildcard": "AWS lists no resource for the action",
    "quota": "ec2:CreateTags on every type that there is",
    "pass-role-on-all": "nothing is known of the role",
}
"""Findings that say something of AWS, and nothing of us."""
PASSED_ON = {
    "accessanalyzer:StartPolicyGeneration", "drs:StartRecovery", "mgn:StartCutover",
    # Whom an identity pool lets in takes the role: no service does.
    "cognito-identity:SetIdentityPoolRoles", "cognito-idp:CreateGroup", "cognito-idp:UpdateGroup",
}  # fmt: skip
"""Operations whose pages name the roles that are passed, and no service that they are passed to."""
UNLISTED = {"lambda:PublishLayerVersion": "arn:aws:lambda:us-west-2:*:layer:Synthetics:*"}
"""What a page of AWS gives an action, as AWS wrote it."""


def _text(value: Value) -> str:
    if not isinstance(value, Text):
        return str(getattr(value, "value", "*"))
    told = (one if isinstance(one, str) else PLACE.get(one.kind, "*") for one in value.parts)
    return "".join(told).replace("**", "*")


def _conditions(need: Need) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for operator, key, values in need.conditions:
        found.setdefault(operator, {})[key] = [_text(one) for each in values for one in alternatives(each)]
    return found


def _requests(operation: Operation) -> Iterator[Request]:
    every = [(one.name, ANY) for one in operation.members]
    required = [(one.name, ANY) for one in operation.members if one.required]
    for parameters in (Struct(tuple(required)), Struct(tuple(every)), Struct((), open=True)):
        yield Request(service=operation.service, operation=operation.name, parameters=parameters)


def _is_told(call: str, action: str, code: str, message: str) -> bool:
    if code in EXPECTED:
        return True
    if code == "pass-role-to-any-service":
        return call in PASSED_ON
    # AWS's reference says of few tagging actions all that they are for: what an operation makes is tagged.
    if code in ("resource-without-action", "action-without-resource") and "Tag" in action:
        return True
    return action in UNLISTED and UNLISTED[action] in message


@pytest.mark.parametrize(
    "share", [pytest.param(one, marks=[pytest.mark.long] if one else []) for one in range(SHARES)]
)
def test_no_answer_is_at_fault(
    operations: Operations, authorizer: Authorizer, catalog: Catalog, share: int
) -> None:
    calls = [(service, name) for service in operations.services() for name in operations.names(service)]
    seen: set[str] = set()
    wrong: list[str] = []
    for service, name in calls[share::SHARES]:
        operation = operations.get(service, name)
        assert operation is not None
        for request in _requests(operation):
            for need in authorizer.authorize(request).needs:
                options = {_text(one) for each in need.resources for one in alternatives(each)}
                statement: dict[str, Any] = {
                    "Effect": "Allow",
                    "Action": need.action,
                    "Resource": sorted(options) or "*",
                }
                if need.conditions:
                    statement["Condition"] = _conditions(need)
                document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
                if document in seen:
                    continue
                seen.add(document)
                wrong += [
                    f"{service}:{name}: {need.action}: {found.message}"
                    for found in lint(document, catalog, "identity")
                    if found.severity.value != "info"
                    and not _is_told(f"{service}:{name}", need.action, found.code.value, found.message)
                ]
    assert len(seen) > 500
    assert wrong == []


@pytest.mark.parametrize(
    ("call", "member", "expected"),
    [
        # None of its ARNs has a region.
        ("globalaccelerator:TagResource", "ResourceArn", ["arn:aws:globalaccelerator::111122223333:*"]),
        # Of either generation.
        ("es:AddTags", "ARN", ["arn:aws:es:us-west-2:111122223333:*", "arn:aws:opensearch:us-west-2:111122223333:*"]),
        # Of any service that backs up: IAM takes no ARN whose service is a wildcard.
        ("backup:TagResource", "ResourceArn", []),
    ],
)  # fmt: skip
def test_an_arn_of_several_types(authorizer: Authorizer, call: str, member: str, expected: list[str]) -> None:
    service, _, name = call.partition(":")
    request = Request(service=service, operation=name, parameters=Struct(((member, ANY),)))
    (need,) = (one for one in authorizer.authorize(request).needs if one.action.endswith(name))
    assert sorted(map(_text, need.resources)) == expected


def test_an_alias_is_asked_for_where_it_can_be(
    operations: Operations, authorizer: Authorizer, catalog: Catalog
) -> None:
    asked, wrong = 0, []
    for name in operations.names("kms"):
        request = Request(
            service="kms", operation=name, parameters=Struct((("KeyId", Const("alias/orders")),))
        )
        for need in authorizer.authorize(request).needs:
            action = catalog.action(need.action)
            assert action is not None
            keys = {key for _, key, _ in need.conditions}
            asked += bool(keys)
            wrong += [f"{name}: {key}" for key in keys - set(catalog.keys_of(action))]
    assert asked > 10
    assert wrong == []
