import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def named(event, context):
    return table.get_item(Key={"id": event["id"]})["Item"]


def given(event, context):
    table.delete_item(Key={"id": event["id"]})
