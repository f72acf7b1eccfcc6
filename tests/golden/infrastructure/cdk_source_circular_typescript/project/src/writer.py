import os

import boto3

tables = boto3.client("dynamodb")


def handler(event, context):
    tables.put_item(TableName=os.environ["TABLE"], Item={"id": {"S": event["id"]}})
