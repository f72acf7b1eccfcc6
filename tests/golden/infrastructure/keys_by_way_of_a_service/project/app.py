import os

import boto3


def send(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["NEWS"], Message="news")


def put(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["LETTERS"], MessageBody="letter")
