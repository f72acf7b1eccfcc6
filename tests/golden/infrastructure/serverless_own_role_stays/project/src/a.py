import os

import boto3
def handler(event, context):
    return boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key=event["k"])
def other(event, context):
    return boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="")
