import os

import boto3

dynamodb = boto3.client("dynamodb")
s3 = boto3.client("s3")


def both(event, context):
    dynamodb.get_item(TableName=os.environ["SECOND"], Key={})
    dynamodb.get_item(TableName=event["table"], Key={})
    s3.get_object(Bucket="shelf", Key="index.json")
    s3.get_object(Bucket="shelf", Key=event["key"])


def either(event, context):
    dynamodb.get_item(TableName=event.get("table", os.environ["SECOND"]), Key={})


def granted(event, context):
    dynamodb.get_item(TableName=os.environ["SECOND"], Key={})
    dynamodb.get_item(TableName=event["table"], Key={})
