import os

import boto3


def handler(event, context):
    return boto3.client("sqs").receive_message(QueueUrl=os.environ["TRAIL"])
