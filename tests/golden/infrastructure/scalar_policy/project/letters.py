import os

import boto3

sqs = boto3.client("sqs")


def count(event, context):
    return sqs.get_queue_attributes(
        QueueUrl=os.environ["LETTERS"], AttributeNames=["ApproximateNumberOfMessages"]
    )


def drop(event, context):
    sqs.purge_queue(QueueUrl=os.environ["LETTERS"])
