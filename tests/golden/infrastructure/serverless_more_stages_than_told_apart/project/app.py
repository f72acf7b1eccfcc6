import os

import boto3


def handler(event, context):
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item={})
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
