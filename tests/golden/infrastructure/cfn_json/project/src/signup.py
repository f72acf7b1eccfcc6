import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["USERS"]).put_item(Item={"id": event["id"]})
    boto3.client("sqs").send_message(QueueUrl=os.environ["MAIL"], MessageBody=event["id"])
