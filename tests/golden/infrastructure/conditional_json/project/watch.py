import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    if os.environ["TRAIL"]:
        sqs.send_message(QueueUrl=os.environ["TRAIL"], MessageBody="seen")
    if os.environ["BACKLOG"]:
        sqs.purge_queue(QueueUrl=os.environ["BACKLOG"])
