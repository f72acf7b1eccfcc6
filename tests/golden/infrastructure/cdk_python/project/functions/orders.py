import os

import boto3

orders = boto3.resource("dynamodb").Table(os.environ["ORDERS"])
sqs = boto3.client("sqs")


def take(event, context):
    orders.put_item(Item={"id": event["id"]})
    sqs.send_message(QueueUrl=os.environ["PACKING"], MessageBody=event["id"])
