import os

import boto3

topics = boto3.client("sns")


def handler(event, context):
    topics.publish(TopicArn=os.environ["TOPIC"], Message=event["text"])
