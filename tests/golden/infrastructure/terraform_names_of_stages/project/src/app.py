import os

import boto3

dynamodb = boto3.client("dynamodb")
sns = boto3.client("sns")


def handler(event, context):
    dynamodb.put_item(TableName=os.environ["TABLE"], Item={"id": {"S": event["id"]}})
    dynamodb.put_item(TableName=os.environ["OTHER"], Item={"id": {"S": event["id"]}})
    if os.environ["MODE"] == "replay":
        dynamodb.scan(TableName=os.environ["TABLE"])
    sns.publish(TopicArn=os.environ["ALARMS"], Message=event["id"])
