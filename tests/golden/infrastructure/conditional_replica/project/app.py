import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
sqs = boto3.client("sqs")


def save(event, context):
    table.put_item(Item=event)
    if os.environ["TRAIL"]:
        sqs.send_message(QueueUrl=os.environ["TRAIL"], MessageBody="saved")


def load(event, context):
    return table.get_item(Key=event)
