import os

import boto3

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def handler(event, context):
    paper = s3.get_object(Bucket=os.environ["PAPERS"], Key=event["paper"])
    sqs.send_message(QueueUrl=os.environ["CALLS"], MessageBody=paper["Body"].read().decode())
