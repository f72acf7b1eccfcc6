import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    for record in event["Records"]:
        table.put_item(Item=record["dynamodb"]["NewImage"])
        s3.put_object(Bucket=os.environ["BUCKET"], Key=record["eventID"], Body=b"")
