import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["FILES"])


def handler(event, context):
    body = s3.get_object(Bucket=os.environ["UPLOADS"], Key=event["key"])["Body"].read()
    table.put_item(Item={"key": event["key"], "size": len(body)})


def count(event, context):
    return table.scan(Select="COUNT")["Count"]
