import os

import boto3

dynamodb = boto3.client("dynamodb")


def handler(event, context):
    dynamodb.get_item(TableName=os.environ["TABLE"], Key={"id": {"S": "1"}})
    dynamodb.update_item(TableName=os.environ["TABLE"], Key={"id": {"S": "1"}})
    # What is called is in the event.
    getattr(boto3.client(event["service"]), event["operation"])()
