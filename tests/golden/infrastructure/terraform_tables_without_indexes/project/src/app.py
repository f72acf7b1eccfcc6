import os

import boto3

dynamodb = boto3.client("dynamodb")


def handler(event, context):
    for table in (os.environ["PLAIN"], os.environ["INDEXED"]):
        asked = {"TableName": table, "KeyConditionExpression": "id = :id"}
        if "index" in event:
            asked["IndexName"] = event["index"]
        dynamodb.query(**asked)
