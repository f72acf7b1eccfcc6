import os

import boto3

queues = boto3.client("sqs")


def handler(event, context):
    queues.send_message(QueueUrl=os.environ["QUEUE"], MessageBody="{}")
