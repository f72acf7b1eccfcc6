import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ITEMS"])


def handler(event, context):
    for record in event["Records"]:
        table.put_item(Item={"id": record["messageId"], "text": record["body"]})
