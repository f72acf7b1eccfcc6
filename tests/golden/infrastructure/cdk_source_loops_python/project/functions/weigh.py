import os

import boto3


def handler(event, context):
    return boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key={"pk": {"S": "1"}})
