import os

import boto3

table = "local" if os.getenv("AWS_SAM_LOCAL") == "true" else "orders"


def handler(event, context):
    boto3.resource("dynamodb").Table(table).put_item(Item={"id": event["id"]})
