"""The examples' stacks, made by moto's CloudFormation under the generated policies, and not made under less.

Who calls is a user of moto's server with the caller's policy, IAM enforced; what the stack makes is held against
the execution role's policy (``stacks``). Moto's IAM has no resources for CloudFormation's requests, so the
caller's statements have ``*`` there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from tests.analyzers.deployment.stacks import Enforcing, transformed
from tests.analyzers.deployment.test_truth import (
    EXAMPLES,
    Statement,
    actions,
    allows,
    by_action,
    parsed,
    policy_of,
    statements_of,
    used,
)
from tests.analyzers.deployment.truth import REGION, Check
from tests.moto_server import everybody_may, policies_count
from tests.shares import in_share

STACKS = ("shop-sam", "file-to-queue", "go-thumbnailer", "http-api", "image-resizer-v2")
CALLERS = {"shop-sam": "deploy-shop"}
"""Where a pipeline deploys, which never takes the stack down."""
ARTIFACTS = "aws-sam-cli-managed-default-samclisourcebucket-1a2b3c"
NOT_MADE = {"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"}
"""Types that moto's CloudFormation passes over."""


@pytest.fixture(scope="module")
def enforcing() -> Iterator[Enforcing]:
    with Enforcing().patched() as found:
        yield found


def caller_of(example: str) -> list[Statement]:
    return statements_of(example, CALLERS.get(example, "shop-caller"))


def deployed(
    endpoint: str, template: dict[str, Any], statements: list[Statement], *, taken_down: bool = True
) -> tuple[str, list[str]]:
    """The stack made and taken down by somebody with these permissions.

    How it ended, and the actions of what was asked of CloudFormation and S3.
    """

    def client(service: str, key: str = "AKIAEXAMPLE", secret: str = "example") -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id=key,
            aws_secret_access_key=secret, config=Config(retries={"max_attempts": 0}),
        )  # fmt: skip

    everybody_may(endpoint)
    iam = client("iam")
    iam.create_user(UserName="caller")
    policy = policy_of([by_action(one) for one in statements])
    iam.put_user_policy(UserName="caller", PolicyName="all", PolicyDocument=policy)
    made = iam.create_access_key(UserName="caller")["AccessKey"]
    for bucket in (ARTIFACTS, "artifacts"):
        client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket="artifacts", Key="code.zip", Body=b"")
    policies_count(endpoint)
    mine = (made["AccessKeyId"], made["SecretAccessKey"])
    stacks, files = client("cloudformation", *mine), client("s3", *mine)
    body = json.dumps(template)
    stack, change = {"StackName": "shop"}, {"StackName": "shop", "ChangeSetName": "first"}
    make = {**change, "ChangeSetType": "CREATE", "Capabilities": ["CAPABILITY_IAM"], "TemplateBody": body}
    asked = []
    try:
        for where, method, arguments in (
            (files, "put_object", {"Bucket": ARTIFACTS, "Key": "template", "Body": body}),
            (stacks, "get_template_summary", {"TemplateBody": body}),
            (stacks, "create_change_set", make),
            (stacks, "describe_change_set", change),
            (stacks, "execute_change_set", change),
            (stacks, "describe_stack_events", stack),
            (stacks, "describe_stacks", stack),
            *(((stacks, "delete_stack", stack),) if taken_down else ()),
        ):
            service = "s3" if where is files else "cloudformation"
            asked.append(f"{service}:{method.title().replace('_', '')}")
            answer = getattr(where, method)(**arguments)
            if method == "describe_stacks":
                ended = str(answer["Stacks"][0]["StackStatus"])
    except ClientError as error:
        ended = f"{asked[-1]}: {error.response['Error']['Code']}"
    except ResponseParserError:
        ended = f"{asked[-1]}: failed inside"
    finally:
        everybody_may_again(endpoint)
    return ended, asked


def everybody_may_again(endpoint: str) -> None:
    from tests.moto_server import post

    post(endpoint, "/moto-api/reset-auth", b"inf")


def hold(enforcing: Enforcing, statements: list[Statement]) -> None:
    """From now on stacks make what these allow."""
    policy = parsed(statements)
    any_resource = {action for one in statements for action in actions(one)}

    def may(action: str, arn: str | None) -> bool:
        return action in any_resource if arn is None else allows(policy, Check(action, arn), {})

    enforcing.may = may
    enforcing.made.clear()
    enforcing.refused.clear()


@pytest.mark.parametrize("example", STACKS)
def test_a_stack_is_made(example: str, moto_endpoint: str, enforcing: Enforcing) -> None:
    template = transformed(EXAMPLES / example / "template.yaml")
    hold(enforcing, statements_of(example, "shop-execution"))
    down = example not in CALLERS
    ended, _ = deployed(moto_endpoint, template, caller_of(example), taken_down=down)
    assert (ended, enforcing.refused) == ("CREATE_COMPLETE", [])
    made = {one["Type"] for one in template["Resources"].values()} - NOT_MADE
    assert len(enforcing.made) >= len(made)
    taken = {action for action, _ in enforcing.made if ":Delete" in action}
    assert taken if down else not taken


@pytest.mark.slow
@pytest.mark.parametrize("example", STACKS)
def test_no_stack_is_made_with_less(example: str, moto_endpoint: str, enforcing: Enforcing) -> None:
    """Each statement of the execution role that something made needs: without it the stack is not made."""
    template = transformed(EXAMPLES / example / "template.yaml")
    caller, executing = caller_of(example), statements_of(example, "shop-execution")
    hold(enforcing, executing)
    deployed(moto_endpoint, template, caller, taken_down=False)
    made = [(action, arn) for action, arn in enforcing.made if arn is not None]
    checks = [Check(action, arn) for action, arn in dict.fromkeys(made) if not action.startswith("iam:Att")]
    needed = used(executing, checks)
    assert needed
    for number in [one for one in needed if in_share("stacks", f"{example} {executing[one]['Sid']}", 2)]:
        hold(enforcing, [one for index, one in enumerate(executing) if index != number])
        ended, _ = deployed(moto_endpoint, template, caller, taken_down=False)
        assert enforcing.refused and ended != "CREATE_COMPLETE", executing[number]["Sid"]


@pytest.mark.slow
@pytest.mark.parametrize("example", STACKS)
def test_no_caller_gets_by_with_less(example: str, moto_endpoint: str, enforcing: Enforcing) -> None:
    """Each action of the caller that is asked for: without it the caller is denied by moto's IAM."""
    template = transformed(EXAMPLES / example / "template.yaml")
    caller = caller_of(example)
    hold(enforcing, statements_of(example, "shop-execution"))
    down = example not in CALLERS
    ended, asked = deployed(moto_endpoint, template, caller, taken_down=down)
    assert ended == "CREATE_COMPLETE"
    for action in [one for one in asked if in_share("callers", f"{example} {one}", 2)]:
        less = [{**one, "Action": [name for name in actions(one) if name != action]} for one in caller]
        kept = [one for one in less if one["Action"]]
        assert deployed(moto_endpoint, template, kept, taken_down=down)[0] == f"{action}: AccessDenied"
