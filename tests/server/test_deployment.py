"""``examples/shop-sam`` deployed on moto with IAM enforcement: each handler runs under exactly its generated policy.

Removing any one statement that the code needs has the handler denied.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.dynamodb.responses import DynamoHandler
from moto.server import ThreadedMotoServer
from moto.sns.responses import SNSResponse

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import document
from policywright.analyzers.model import Policy
from policywright.knowledge.records import replace as with_fields

SHOP = Path(__file__).parents[2] / "examples" / "shop-sam"
ACCOUNT = "123456789012"
REGION = "eu-west-1"
TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
})  # fmt: skip
EVENTS: Mapping[str, Any] = {
    "CreateOrder": {"body": json.dumps({"customer": "c1", "items": ["tea"]})},
    "ListOrders": {"queryStringParameters": {"customer": "c1"}},
    "Fulfil": {"Records": [{"body": json.dumps({"id": "o1", "customer": "c1"})}]},
    "Notify": {"Records": [{"dynamodb": {"NewImage": {"id": {"S": "o1"}, "state": {"S": "fulfilled"}}}}]},
}
DIRECTORIES = {
    "CreateOrder": "create_order", "ListOrders": "list_orders", "Fulfil": "fulfil", "Notify": "notify",
}  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """The deployed resources: their physical names, and what the functions get as environment."""

    endpoint: str
    names: Mapping[str, str]
    environment: Mapping[str, str]

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="AKIAEXAMPLE",
            aws_secret_access_key="example",
        )

    def run(self, function: str, policy: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """Runs a handler under a role that has this policy and nothing else."""
        post(self.endpoint, "/moto-api/reset-auth", b"inf")
        iam = self.client("iam")
        iam.put_role_policy(
            RoleName=f"shop-{function}", PolicyName="generated", PolicyDocument=json.dumps(policy)
        )
        credentials = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/shop-{function}", RoleSessionName="run"
        )["Credentials"]
        post(self.endpoint, "/moto-api/reset-auth", b"0")
        program = "import json, sys, app; app.handler(json.loads(sys.argv[1]), None)"
        return subprocess.run(
            [sys.executable, "-c", program, json.dumps(EVENTS[function])],
            cwd=SHOP / DIRECTORIES[function],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(SHOP / DIRECTORIES[function]), str(SHOP / "shared" / "python")]
                ),
                "PYTHONDONTWRITEBYTECODE": "1",
                "AWS_ENDPOINT_URL": self.endpoint,
                "AWS_DEFAULT_REGION": REGION,
                "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
                "AWS_SESSION_TOKEN": credentials["SessionToken"],
                **self.environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def table_of(request: DynamoHandler) -> str:
    """The table or index that a DynamoDB request is about. moto by itself takes it to be every resource."""
    body: Mapping[str, Any] = request.body  # parsed by now
    index = f"/index/{body['IndexName']}" if "IndexName" in body else ""
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{body.get('TableName', '*')}{index}"


def topic_of(request: SNSResponse) -> str:
    """The topic of an SNS request."""
    return str(request._get_param("TopicArn") or "*")


def post(endpoint: str, path: str, data: bytes = b"") -> None:
    request = urllib.request.Request(
        endpoint + path, data=data, headers={"Content-Type": "text/plain"}, method="POST"
    )
    urllib.request.urlopen(request, timeout=30).close()


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DynamoHandler, "_determine_resource", table_of, raising=False)
        patch.setattr(SNSResponse, "_determine_resource", topic_of, raising=False)
        yield from deployed()


def deployed() -> Iterator[Shop]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    post(endpoint, "/moto-api/reset-auth", b"inf")
    post(endpoint, "/moto-api/reset")
    empty = Shop(endpoint, {}, {})
    key = empty.client("kms").create_key()["KeyMetadata"]["KeyId"]
    names = {
        "Orders": "shop-Orders-1A2B", "Queue": "shop-Queue-1A2B", "Receipts": "shop-receipts-1a2b",
        "Shipped": "shop-Shipped-1A2B", "ReceiptsKey": key,
    }  # fmt: skip
    empty.client("dynamodb").create_table(
        TableName=names["Orders"],
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "customer", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-customer",
                "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    queue = empty.client("sqs").create_queue(QueueName=names["Queue"])["QueueUrl"]
    empty.client("s3").create_bucket(
        Bucket=names["Receipts"], CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    topic = empty.client("sns").create_topic(Name=names["Shipped"])["TopicArn"]
    for function in EVENTS:
        empty.client("iam").create_role(RoleName=f"shop-{function}", AssumeRolePolicyDocument=TRUST)
    yield replace(
        empty,
        names=names,
        environment={
            "TABLE": names["Orders"],
            "QUEUE_URL": queue,
            "BUCKET": names["Receipts"],
            "TOPIC": topic,
        },
    )
    server.stop()


@pytest.fixture(scope="module")
def policies(shop: Shop) -> dict[str, Policy]:
    analysis = analyse([SHOP], Options(region=REGION, account=ACCOUNT))
    named = tuple(sorted(shop.names.items()))
    return {policy.name: with_fields(policy, names=named) for policy in analysis.policies}


@pytest.mark.parametrize("function", sorted(EVENTS))
def test_the_generated_policy_is_enough_and_no_statement_too_much(
    shop: Shop, policies: Mapping[str, Policy], function: str
) -> None:
    policy = policies[function]
    whole = document(policy, REGION, ACCOUNT)
    done = shop.run(function, whole)
    assert done.returncode == 0, done.stderr
    needed_by_code = [
        index
        for index, statement in enumerate(policy.statements)
        if any(
            reason.code == "sdk-call" for grant in statement.grants for reason in policy.grants[grant].reasons
        )
        and not any(action.startswith("kms:") for action in statement.actions)
    ]
    assert needed_by_code
    for index in needed_by_code:
        statements = [one for number, one in enumerate(whole["Statement"]) if number != index]
        # IAM takes no policy without a statement.
        nothing = {"Sid": "Nothing", "Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
        denied = shop.run(function, {**whole, "Statement": statements or [nothing]})
        assert denied.returncode != 0, f"{whole['Statement'][index]} is not needed"
        assert "AccessDenied" in denied.stderr or "AuthorizationError" in denied.stderr, denied.stderr
