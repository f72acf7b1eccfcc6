import json
import os

import boto3

SETTINGS = {"STAGE": "dev", **os.environ}
LOWERED = {name.lower(): value for name, value in os.environ.items()}


def handler(event, context):
    table = boto3.client("dynamodb")
    mine = dict(os.environ)
    table.get_item(TableName=mine["ORDERS"], Key={})
    table.put_item(TableName=SETTINGS["STOCK"], Item={})
    table.query(TableName=os.environ.copy()["ORDERS"])
    # Other names than the process has, and what somebody else may have set.
    table.scan(TableName=LOWERED["stock"])
    given = {**os.environ, **json.loads(event["settings"])}
    boto3.client("sqs").send_message(QueueUrl=given["EVENTS"], MessageBody="1")
