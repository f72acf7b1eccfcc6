import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["ITEMS"])


def handler(event, context):
    old = table.query(IndexName="by-day", KeyConditionExpression=Key("day").eq(event["day"]))["Items"]
    for item in old:
        table.delete_item(Key={"id": item["id"]})
