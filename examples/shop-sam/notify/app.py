"""Tells the topic of every order that was fulfilled."""

import os

import boto3

sns = boto3.client("sns")


def handler(event, context):
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        if image.get("state", {}).get("S") == "fulfilled":
            sns.publish(TopicArn=os.environ["TOPIC"], Message=image["id"]["S"])
