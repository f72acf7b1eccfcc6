import os
import boto3


def read(event, context):
    return boto3.resource("dynamodb").Table(os.environ["BOATS"]).get_item(Key={"id": event["id"]})
