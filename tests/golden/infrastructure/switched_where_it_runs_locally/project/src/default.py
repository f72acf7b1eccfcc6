import os

import boto3

table = "orders" if os.environ.get("AWS_SAM_LOCAL", "no") == "no" else "local"


def handler(event, context):
    boto3.resource("dynamodb").Table(table).put_item(Item={"id": event["id"]})
