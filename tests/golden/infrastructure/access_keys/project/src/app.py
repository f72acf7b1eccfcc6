import os

import boto3

queue = boto3.client(
    "sqs",
    aws_access_key_id=os.environ.get("PARTNER_KEY"),
    aws_secret_access_key=os.environ.get("PARTNER_SECRET"),
)


def handler(event, context):
    queue.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/partner", MessageBody="x")
