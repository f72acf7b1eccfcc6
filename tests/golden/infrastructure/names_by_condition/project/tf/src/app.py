import os

import boto3


def handler(event, context):
    return boto3.client("dynamodb").get_item(TableName=os.environ["BOXES"], Key={"id": {"S": event["id"]}})
