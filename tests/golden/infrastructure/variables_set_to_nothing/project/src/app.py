import os

import boto3

sns = boto3.client("sns")


def handler(event, context):
    if os.environ.get("TOPIC"):
        sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
