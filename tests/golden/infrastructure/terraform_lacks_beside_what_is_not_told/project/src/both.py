import os

import boto3


def handler(event, context):
    boto3.client("s3").delete_object(Bucket=os.environ["SHELF"], Key=event["key"])
    boto3.client("sqs").send_message(QueueUrl=os.environ["INBOX"], MessageBody=event["key"])
