import os

import boto3


def handler(event, context):
    boat = boto3.resource("dynamodb").Table("boats").get_item(Key={"id": event["id"]})
    boto3.client("sqs").send_message(QueueUrl=os.environ["CALLS"], MessageBody=boat["Item"]["id"])
