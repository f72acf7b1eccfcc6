import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["SEATS"]).put_item(Item={"id": event["id"]})
