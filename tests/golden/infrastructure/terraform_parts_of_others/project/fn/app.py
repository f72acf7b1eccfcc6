import os

import boto3


def handler(event, context):
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
    return boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key="a")
