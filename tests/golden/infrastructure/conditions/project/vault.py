import os

import boto3


def open_it(event, context):
    return boto3.resource("dynamodb").Table(os.environ["VAULT"]).get_item(Key={"id": event["id"]})["Item"]
