import os

import boto3


def handler(event, context):
    return boto3.client("sqs").get_queue_url(QueueName=os.environ["RATES"])["QueueUrl"]
