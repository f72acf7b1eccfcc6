import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["VOTES"])


def cast(event, context):
    table.update_item(
        Key={"id": event["id"]}, UpdateExpression="ADD votes :one", ExpressionAttributeValues={":one": 1}
    )


def count(event, context):
    return table.scan()["Items"]
