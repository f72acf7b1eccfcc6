import os

import boto3

db = boto3.client("dynamodb")


def handler(event, context):
    return db.get_item(TableName=os.environ["TABLE"], Key=event)
