import os

import boto3


def handler(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")
    boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key="x")
