try:
    import unzip_requirements
except ImportError:
    pass

import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["TABLE"]).get_item(Key={"id": event["id"]})
