import os

import boto3

notes = boto3.resource("dynamodb").Table(os.environ["NOTES"])


def handler(event, context):
    notes.put_item(Item={"id": event["id"]})
