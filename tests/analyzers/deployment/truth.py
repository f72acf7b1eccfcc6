"""What is called in truth when the examples are deployed: requests, and what AWS checks for each.

Written from what CloudFormation and the provider do for such resources (their documentation, CloudTrail), not
from our data: ``checks`` are (action, resource, context) as the service authorization reference has them for the
request. ``{...}`` in arguments and checks is something that an earlier call gave.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ACCOUNT, REGION = "123456789012", "eu-west-1"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
})  # fmt: skip
INLINE = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*"}],
})  # fmt: skip


@dataclass(frozen=True)
class Check:
    action: str
    resource: str = "*"
    context: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One request: the client's method, its arguments, and what AWS checks."""

    method: str
    arguments: dict[str, Any]
    checks: tuple[Check, ...]
    keeps: dict[str, Callable[[Any], str]] = field(default_factory=dict)


def arn(service: str, rest: str, region: str = REGION) -> str:
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}"


def role_arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def code() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("app.py", "def handler(event, context): ...")
    return buffer.getvalue()


def call(method: str, action: str, resource: str = "*", /, **arguments: Any) -> Call:
    return Call(method, arguments, (Check(action, resource),))


# --- pieces ---


def role(name: str, *, inline: bool, attached: str | None = BASIC) -> list[Call]:
    calls = [
        call(
            "iam.create_role",
            "iam:CreateRole",
            role_arn(name),
            RoleName=name,
            AssumeRolePolicyDocument=TRUST,
        ),
        call("iam.get_role", "iam:GetRole", role_arn(name), RoleName=name),
    ]
    if attached:
        context = {"iam:PolicyARN": attached}
        arguments = {"RoleName": name, "PolicyArn": attached}
        check = Check("iam:AttachRolePolicy", role_arn(name), context)
        calls.append(Call("iam.attach_role_policy", arguments, (check,)))
    if inline:
        calls.append(
            call(
                "iam.put_role_policy",
                "iam:PutRolePolicy",
                role_arn(name),
                RoleName=name,
                PolicyName="own",
                PolicyDocument=INLINE,
            )
        )
    return calls


def role_gone(name: str, *, inline: bool, attached: str | None = BASIC) -> list[Call]:
    calls: list[Call] = []
    if inline:
        calls.append(
            call(
                "iam.delete_role_policy",
                "iam:DeleteRolePolicy",
                role_arn(name),
                RoleName=name,
                PolicyName="own",
            )
        )
    if attached:
        calls.append(
            call(
                "iam.detach_role_policy",
                "iam:DetachRolePolicy",
                role_arn(name),
                RoleName=name,
                PolicyArn=attached,
            )
        )
    return [*calls, call("iam.delete_role", "iam:DeleteRole", role_arn(name), RoleName=name)]


def function(name: str, runs_as: str) -> list[Call]:
    arguments = {
        "FunctionName": name,
        "Runtime": "python3.12",
        "Role": role_arn(runs_as),
        "Handler": "app.handler",
        "Code": {"ZipFile": code()},
    }
    passed = Check("iam:PassRole", role_arn(runs_as), {"iam:PassedToService": "lambda.amazonaws.com"})
    made = Check("lambda:CreateFunction", arn("lambda", f"function:{name}"))
    return [
        Call("lambda.create_function", arguments, (made, passed)),
        call("lambda.get_function", "lambda:GetFunction", made.resource, FunctionName=name),
    ]


def function_gone(name: str) -> list[Call]:
    where = arn("lambda", f"function:{name}")
    return [call("lambda.delete_function", "lambda:DeleteFunction", where, FunctionName=name)]


def permission(name: str, principal: str) -> list[Call]:
    return [
        call(
            "lambda.add_permission",
            "lambda:AddPermission",
            arn("lambda", f"function:{name}"),
            FunctionName=name,
            StatementId="invoke",
            Action="lambda:InvokeFunction",
            Principal=principal,
        )
    ]


def table(name: str) -> list[Call]:
    where = arn("dynamodb", f"table/{name}")
    return [
        call(
            "dynamodb.create_table",
            "dynamodb:CreateTable",
            where,
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ),
        call("dynamodb.describe_table", "dynamodb:DescribeTable", where, TableName=name),
    ]


def table_gone(name: str) -> list[Call]:
    where = arn("dynamodb", f"table/{name}")
    return [call("dynamodb.delete_table", "dynamodb:DeleteTable", where, TableName=name)]


def bucket(name: str) -> Call:
    return call(
        "s3.create_bucket",
        "s3:CreateBucket",
        f"arn:aws:s3:::{name}",
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": REGION},
    )


def topic(name: str) -> list[Call]:
    where = arn("sns", name)
    return [
        call("sns.create_topic", "sns:CreateTopic", where, Name=name),
        call("sns.get_topic_attributes", "sns:GetTopicAttributes", where, TopicArn=where),
    ]


# --- the shop, by CloudFormation; the stack is called shop ---

_RANDOM = "1A2B3C4D5E6F"


def shop() -> list[Call]:
    """Making the stack of ``examples/shop-sam``, and taking it down."""
    orders, queue, topic_ = (f"shop-{name}-{_RANDOM}" for name in ("Orders", "Queue", "Shipped"))
    receipts = f"shop-receipts-{_RANDOM.lower()}"
    functions = ("CreateOrder", "ListOrders", "Fulfil", "Notify")
    roles = {name: f"shop-{name}Role-{_RANDOM}" for name in functions}
    names = {name: f"shop-{name}-{_RANDOM}" for name in functions}
    key = arn("kms", "key/{KEY}")
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{queue}"
    calls = [
        *table(orders),
        call("sqs.create_queue", "sqs:CreateQueue", arn("sqs", queue), QueueName=queue),
        call("sqs.get_queue_attributes", "sqs:GetQueueAttributes", arn("sqs", queue), QueueUrl=url),
        Call("kms.create_key", {}, (Check("kms:CreateKey"),), {"KEY": lambda r: r["KeyMetadata"]["KeyId"]}),
        call("kms.enable_key_rotation", "kms:EnableKeyRotation", key, KeyId="{KEY}"),
        bucket(receipts),
        call(
            "s3.put_bucket_encryption",
            "s3:PutEncryptionConfiguration",
            f"arn:aws:s3:::{receipts}",
            Bucket=receipts,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
            },
        ),
        *topic(topic_),
        call(
            "lambda.publish_layer_version",
            "lambda:PublishLayerVersion",
            arn("lambda", "layer:Shared"),
            LayerName="Shared",
            Content={"ZipFile": code()},
        ),
    ]
    for name in functions:
        calls += role(roles[name], inline=True)
        calls += function(names[name], roles[name])
    calls += permission(names["CreateOrder"], "apigateway.amazonaws.com")
    mapping = Check("lambda:CreateEventSourceMapping")
    calls.append(
        Call(
            "lambda.create_event_source_mapping",
            {"EventSourceArn": arn("sqs", queue), "FunctionName": names["Fulfil"]},
            (mapping,),
            {"MAPPING": lambda r: r["UUID"]},
        )
    )
    calls.append(
        Call(
            "apigatewayv2.create_api",
            {"Name": "shop", "ProtocolType": "HTTP"},
            (Check("apigateway:POST", f"arn:aws:apigateway:{REGION}::/apis"),),
            {"API": lambda r: r["ApiId"]},
        )
    )
    calls.append(
        call(
            "apigatewayv2.create_stage",
            "apigateway:POST",
            f"arn:aws:apigateway:{REGION}::/apis/{{API}}/stages",
            ApiId="{API}",
            StageName="$default",
        )
    )
    where = arn("lambda", "event-source-mapping:{MAPPING}")
    calls.append(
        call("lambda.delete_event_source_mapping", "lambda:DeleteEventSourceMapping", where, UUID="{MAPPING}")
    )
    for name in functions:
        calls += function_gone(names[name])
        calls += role_gone(roles[name], inline=True)
    calls += table_gone(orders)
    calls += [
        call("sqs.delete_queue", "sqs:DeleteQueue", arn("sqs", queue), QueueUrl=url),
        call("s3.delete_bucket", "s3:DeleteBucket", f"arn:aws:s3:::{receipts}", Bucket=receipts),
        call("sns.delete_topic", "sns:DeleteTopic", arn("sns", topic_), TopicArn=arn("sns", topic_)),
        call(
            "apigatewayv2.delete_api",
            "apigateway:DELETE",
            f"arn:aws:apigateway:{REGION}::/apis/{{API}}",
            ApiId="{API}",
        ),
        call(
            "kms.schedule_key_deletion",
            "kms:ScheduleKeyDeletion",
            key,
            KeyId="{KEY}",
            PendingWindowInDays=7,
        ),
    ]
    return calls


# --- the other stacks, which are called shop as well ---


def queue(name: str) -> list[Call]:
    where = arn("sqs", name)
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    return [
        call("sqs.create_queue", "sqs:CreateQueue", where, QueueName=name),
        call("sqs.get_queue_attributes", "sqs:GetQueueAttributes", where, QueueUrl=url),
    ]


def queue_gone(name: str) -> Call:
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    return call("sqs.delete_queue", "sqs:DeleteQueue", arn("sqs", name), QueueUrl=url)


def bucket_gone(name: str) -> Call:
    return call("s3.delete_bucket", "s3:DeleteBucket", f"arn:aws:s3:::{name}", Bucket=name)


def mapping(source: str, function_: str) -> Call:
    return Call(
        "lambda.create_event_source_mapping",
        {"EventSourceArn": source, "FunctionName": function_},
        (Check("lambda:CreateEventSourceMapping"),),
        {"MAPPING": lambda r: r["UUID"]},
    )


def generated(id: str) -> str:
    return f"shop-{id}-{_RANDOM}"


def of_bucket(id: str) -> str:
    return f"shop-{id}-{_RANDOM}".lower()


def a_function(id: str) -> list[Call]:
    """A function of SAM's with the role that SAM makes for it, which has no policies of its own."""
    runs_as = generated(f"{id}Role")
    return [*role(runs_as, inline=False), *function(generated(id), runs_as)]


def a_function_gone(id: str) -> list[Call]:
    return [*function_gone(generated(id)), *role_gone(generated(f"{id}Role"), inline=False)]


def notifies(bucket_: str, function_: str) -> Call:
    """S3 checks the function's policy when it is told to call it."""
    return call(
        "s3.put_bucket_notification_configuration", "s3:PutBucketNotification", f"arn:aws:s3:::{bucket_}",
        Bucket=bucket_,
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [
                {"LambdaFunctionArn": arn("lambda", f"function:{function_}"), "Events": ["s3:ObjectCreated:*"]}
            ]
        },
    )  # fmt: skip


def router() -> list[Call]:
    """Making the stack of ``examples/file-to-queue``, and taking it down."""
    bus, rule = arn("events", "event-bus/unmatched-files"), generated("RouterEveryFiveMinutes")
    where = arn("events", f"rule/{rule}")
    target = arn("lambda", f"function:{generated('Router')}")
    return [
        bucket(of_bucket("inbox")),
        *queue("invoice-files"),
        *queue("image-files"),
        call("events.create_event_bus", "events:CreateEventBus", bus, Name="unmatched-files"),
        call("events.describe_event_bus", "events:DescribeEventBus", bus, Name="unmatched-files"),
        *a_function("Router"),
        call("events.put_rule", "events:PutRule", where, Name=rule, ScheduleExpression="rate(5 minutes)"),
        call(
            "events.put_targets", "events:PutTargets", where, Rule=rule, Targets=[{"Id": "1", "Arn": target}]
        ),
        *permission(generated("Router"), "events.amazonaws.com"),
        call("events.remove_targets", "events:RemoveTargets", where, Rule=rule, Ids=["1"]),
        call("events.delete_rule", "events:DeleteRule", where, Name=rule),
        call("events.delete_event_bus", "events:DeleteEventBus", bus, Name="unmatched-files"),
        *a_function_gone("Router"),
        queue_gone("invoice-files"),
        queue_gone("image-files"),
        bucket_gone(of_bucket("inbox")),
    ]


def thumbnailer() -> list[Call]:
    """Making the stack of ``examples/go-thumbnailer``, and taking it down."""
    images, thumbnails = of_bucket("images"), of_bucket("thumbnails")
    return [
        bucket(thumbnails),
        *table(generated("Catalogue")),
        *a_function("Thumbnailer"),
        *permission(generated("Thumbnailer"), "s3.amazonaws.com"),
        bucket(images),
        notifies(images, generated("Thumbnailer")),
        bucket_gone(images),
        *a_function_gone("Thumbnailer"),
        *table_gone(generated("Catalogue")),
        bucket_gone(thumbnails),
    ]


def resizer() -> list[Call]:
    """Making the stack of ``examples/image-resizer-v2``, and taking it down."""
    originals, thumbnails, resized = of_bucket("originals"), of_bucket("thumbnails"), generated("Resized")
    return [
        bucket(thumbnails),
        *table(generated("Images")),
        *topic(resized),
        *a_function("Resizer"),
        *permission(generated("Resizer"), "s3.amazonaws.com"),
        bucket(originals),
        notifies(originals, generated("Resizer")),
        bucket_gone(originals),
        *a_function_gone("Resizer"),
        call("sns.delete_topic", "sns:DeleteTopic", arn("sns", resized), TopicArn=arn("sns", resized)),
        *table_gone(generated("Images")),
        bucket_gone(thumbnails),
    ]


def api() -> list[Call]:
    """Making the stack of ``examples/http-api``, and taking it down."""
    apis = f"arn:aws:apigateway:{REGION}::/apis"
    where = arn("lambda", "event-source-mapping:{MAPPING}")
    return [
        *table(generated("Orders")),
        bucket(of_bucket("invoices")),
        *queue(generated("Shipping")),
        *a_function("Api"),
        *a_function("Shipper"),
        mapping(arn("sqs", generated("Shipping")), generated("Shipper")),
        Call(
            "apigatewayv2.create_api",
            {"Name": "shop", "ProtocolType": "HTTP"},
            (Check("apigateway:POST", apis),),
            {"API": lambda r: r["ApiId"]},
        ),
        call(
            "apigatewayv2.create_stage", "apigateway:POST", f"{apis}/{{API}}/stages", ApiId="{API}",
            StageName="$default",
        ),
        *permission(generated("Api"), "apigateway.amazonaws.com"),
        call("apigatewayv2.delete_api", "apigateway:DELETE", f"{apis}/{{API}}", ApiId="{API}"),
        call("lambda.delete_event_source_mapping", "lambda:DeleteEventSourceMapping", where, UUID="{MAPPING}"),
        *a_function_gone("Api"),
        *a_function_gone("Shipper"),
        queue_gone(generated("Shipping")),
        bucket_gone(of_bucket("invoices")),
        *table_gone(generated("Orders")),
    ]  # fmt: skip


# --- the reports, by Terraform; the stage is dev ---


def reports() -> list[Call]:
    """Applying ``examples/reports-terraform``, and destroying it."""
    inbox = "reports-dev20261128035200000000000001"
    ingest, publish = "reports-dev-ingest", "reports-dev-publish"
    topic_ = "reports-dev-published"
    calls = [
        bucket(inbox),
        call("s3.get_bucket_versioning", "s3:GetBucketVersioning", f"arn:aws:s3:::{inbox}", Bucket=inbox),
        call("s3.head_bucket", "s3:ListBucket", f"arn:aws:s3:::{inbox}", Bucket=inbox),
        *table("reports-dev"),
        *topic(topic_),
    ]
    for name in (ingest, publish):
        calls += role(name, inline=True)
        calls += function(name, name)
    calls += permission(ingest, "s3.amazonaws.com")
    for name in (ingest, publish):
        calls += function_gone(name)
        calls += role_gone(name, inline=True)
    calls += table_gone("reports-dev")
    return [
        *calls,
        call("sns.delete_topic", "sns:DeleteTopic", arn("sns", topic_), TopicArn=arn("sns", topic_)),
        call("s3.delete_bucket", "s3:DeleteBucket", f"arn:aws:s3:::{inbox}", Bucket=inbox),
    ]
