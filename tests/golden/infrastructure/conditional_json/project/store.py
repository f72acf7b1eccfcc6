import os

import boto3


def handler(event, context):
    boto3.client("dynamodb").put_item(TableName=os.environ["ORDERS"], Item={"id": {"S": event["id"]}})
    if os.environ["TRAIL"]:
        boto3.client("sqs").send_message(QueueUrl=os.environ["TRAIL"], MessageBody=event["id"])
