import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
sns = boto3.client("sns")


def handler(event, context):
    found = table.query(IndexName="by-day", KeyConditionExpression="day = :d")
    sns.publish(TopicArn=os.environ["TOPIC"], Message=str(found["Count"]))
