import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
s3 = boto3.client("s3")


def handler(event, context):
    body = s3.get_object(Bucket=os.environ["BUCKET"], Key=event["id"])["Body"].read()
    table.put_item(Item={"id": event["id"], "size": len(body)})
