import os

import boto3

notes = boto3.resource("dynamodb").Table(os.environ["NOTES"])


def handler(event, context):
    return notes.get_item(Key={"id": event["id"]})
