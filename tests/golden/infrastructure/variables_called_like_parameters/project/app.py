import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["Weekly"]).put_item(Item={"id": "1"})
    boto3.resource("sqs").get_queue_by_name(QueueName=os.environ["Orders"]).send_message(MessageBody="1")
