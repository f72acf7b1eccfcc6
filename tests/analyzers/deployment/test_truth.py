"""Truth by execution: the examples are deployed under exactly the generated policies, and not under less.

Every request is made at moto's server with IAM enforcement, which knows the resource of a request to S3 alone:
for all others the statements have ``*`` there, and no conditions. What AWS checks for each request is put to our
evaluator with the real ARNs and context. Then each statement that is used is taken away, and the deployment
fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from tests.analyzers.deployment.truth import (
    ACCOUNT,
    REGION,
    Call,
    Check,
    api,
    reports,
    resizer,
    router,
    shop,
    thumbnailer,
)
from tests.moto_server import everybody_may, policies_count
from tests.shares import in_share

from policywright.analyzers.assembly import document
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy, PolicySet

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = {
    "shop-sam": ("shop-execution", shop),
    "reports-terraform": ("infra", reports),
    "file-to-queue": ("shop-execution", router),
    "go-thumbnailer": ("shop-execution", thumbnailer),
    "http-api": ("shop-execution", api),
    "image-resizer-v2": ("shop-execution", resizer),
}
NOT_AT_MOTO = {
    "lambda.get_function": "moto computes another signature for it",
    "lambda.delete_function": "moto computes another signature for it",
    "lambda.delete_event_source_mapping": "moto computes another signature for it",
    "apigatewayv2.create_api": "moto names the action by the operation, AWS by the method",
    "apigatewayv2.create_stage": "moto names the action by the operation, AWS by the method",
    "apigatewayv2.delete_api": "moto names the action by the operation, AWS by the method",
    "s3.head_bucket": "moto asks for s3:HeadBucket, an action that AWS does not have",
}
Statement = dict[str, Any]


def statements_of(example: str, identity: str) -> list[Statement]:
    options = Options(stack_name="shop", region=REGION, account=ACCOUNT)
    found = deploy([EXAMPLES / example], options)
    names = {name for one in found.identities if one.name == identity for name in one.policies}
    return [
        statement
        for policy in found.analysis.policies
        if policy.name in names
        for statement in document(policy, REGION, ACCOUNT)["Statement"]
    ]


def policy_of(statements: list[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def by_action(statement: Statement) -> Statement:
    """A statement as moto can decide about it."""
    of_s3 = all(action.startswith("s3:") for action in actions(statement))
    return {
        **{key: one for key, one in statement.items() if key != "Condition"},
        **({} if of_s3 else {"Resource": "*"}),
    }


def parsed(statements: list[Statement]) -> NamedPolicy:
    return NamedPolicy(name="deployer", document={"Version": "2012-10-17", "Statement": statements})


def allows(policy: NamedPolicy, check: Check, kept: dict[str, str]) -> bool:
    request = EvaluationRequest(
        principal_arn=f"arn:aws:iam::{ACCOUNT}:role/deployer",
        action=check.action,
        resource=filled(check.resource, kept),
        context={key: (value,) for key, value in check.context.items()},
    )
    return evaluate(request, PolicySet(identity=(policy,))).allowed


def filled(value: Any, kept: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{([A-Z]+)\}", lambda found: kept[found[1]], value)
    if isinstance(value, dict):
        return {key: filled(one, kept) for key, one in value.items()}
    return value


def used(statements: list[Statement], checks: list[Check]) -> list[int]:
    """The statements without which something that is checked isn't allowed any more."""
    kept = {"KEY": "1234", "MAPPING": "1234", "API": "a1b2"}
    found = []
    for number in range(len(statements)):
        rest = parsed([one for index, one in enumerate(statements) if index != number])
        if not all(allows(rest, check, kept) for check in checks):
            found.append(number)
    return found


def test_every_example_that_deploys_something_is_here() -> None:
    folders = [one for one in EXAMPLES.iterdir() if one.is_dir()]
    assert {one.name for one in folders if deploy([one], Options()).identities} == set(CASES)


@pytest.mark.parametrize("example", CASES)
def test_what_aws_checks_is_allowed(example: str) -> None:
    identity, truth = CASES[example]
    statements = statements_of(example, identity)
    policy = parsed(statements)
    kept = {"KEY": "1234", "MAPPING": "1234", "API": "a1b2"}
    for call in truth():
        for check in call.checks:
            assert allows(policy, check, kept), (call.method, check)


@pytest.mark.parametrize("example", CASES)
def test_others_are_not_touched(example: str) -> None:
    """The same requests about somebody else's resources are refused, as far as names tell them apart."""
    identity, truth = CASES[example]
    policy = parsed(statements_of(example, identity))
    named = re.compile(r"(shop|reports)")
    for call in truth():
        for check in call.checks:
            if named.search(check.resource):
                other = Check(check.action, named.sub("payroll", check.resource), check.context)
                assert not allows(policy, other, {}), other
            if "iam:PassedToService" in check.context:
                other = Check(check.action, check.resource, {"iam:PassedToService": "ec2.amazonaws.com"})
                assert not allows(policy, other, {}), other


def run(endpoint: str, statements: list[Statement], calls: list[Call]) -> str | None:
    """Makes every call with a user that has the statements; the method that was denied, None when all went well."""

    def client(service: str, key: str = "AKIAEXAMPLE", secret: str = "example") -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=endpoint,
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
        )

    everybody_may(endpoint)
    iam = client("iam")
    iam.create_user(UserName="deployer")
    policy = policy_of([by_action(one) for one in statements])
    iam.put_user_policy(UserName="deployer", PolicyName="all", PolicyDocument=policy)
    made = iam.create_access_key(UserName="deployer")["AccessKey"]
    policies_count(endpoint)
    kept: dict[str, str] = {}
    clients: dict[str, Any] = {}
    try:
        for call in calls:
            service, _, method = call.method.partition(".")
            if call.method in NOT_AT_MOTO:
                continue
            if service not in clients:
                clients[service] = client(service, made["AccessKeyId"], made["SecretAccessKey"])
            try:
                result = getattr(clients[service], method)(**filled(call.arguments, kept))
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if "Denied" in code or "Unauthorized" in code or code == "403":
                    return f"{call.method}: {error.response['Error'].get('Message')}"
                if code == "NoSuchEntity" and call.method.endswith("tach_role_policy"):
                    continue  # Allowed; AWS's managed policies are not in this account.
                raise
            kept |= {name: read(result) for name, read in call.keeps.items()}
    finally:
        everybody_may(endpoint)
    return None


@pytest.mark.slow
@pytest.mark.parametrize("example", CASES)
def test_deploying_for_real(example: str, moto_endpoint: str) -> None:
    identity, truth = CASES[example]
    statements = statements_of(example, identity)
    assert run(moto_endpoint, statements, truth()) is None


@pytest.mark.slow
@pytest.mark.parametrize("example", CASES)
def test_nothing_less_will_do(example: str, moto_endpoint: str) -> None:
    """Taken away one by one, each statement that the truth needs is missed, here and at moto's server."""
    identity, truth = CASES[example]
    statements = statements_of(example, identity)
    needed = used(statements, [check for call in truth() for check in call.checks])
    assert len(needed) >= len(statements) // 2
    by_action: Callable[[int], set[str]] = lambda number: {  # noqa: E731
        action for index, one in enumerate(statements) if index != number for action in actions(one)
    }
    calls = truth()
    for number in [one for one in needed if in_share("truth", f"{example} {statements[one]['Sid']}", 2)]:
        rest = [one for index, one in enumerate(statements) if index != number]
        asked = {call.checks[0].action for call in calls if call.method not in NOT_AT_MOTO}
        if asked <= by_action(number):
            continue  # Another statement has the same actions on other resources: moto doesn't tell them apart.
        assert run(moto_endpoint, rest, calls) is not None, statements[number]["Sid"]


def actions(statement: Statement) -> list[str]:
    found = statement["Action"]
    return [found] if isinstance(found, str) else list(found)
