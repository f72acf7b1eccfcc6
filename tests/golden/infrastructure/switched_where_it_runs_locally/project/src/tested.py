import os

import boto3

table = "local" if os.environ.get("AWS_SAM_LOCAL") else "orders"


def handler(event, context):
    boto3.resource("dynamodb").Table(table).put_item(Item={"id": event["id"]})
