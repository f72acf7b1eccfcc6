import os

import boto3


def handler(event, context):
    if os.environ["TOPIC"]:
        boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")
    if os.environ["QUEUE"]:
        boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
