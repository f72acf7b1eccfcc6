import os

import boto3

guests = boto3.resource("dynamodb").Table(os.environ["GUESTS"])


def handler(event, context):
    guests.put_item(Item={"id": event["id"]})
