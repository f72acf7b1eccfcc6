import os

import boto3

sold = boto3.resource("dynamodb").Table(os.environ["SOLD"])


def handler(event, context):
    return sold.scan()["Items"]
