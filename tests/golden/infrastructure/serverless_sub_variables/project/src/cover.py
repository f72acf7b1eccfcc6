import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    bucket = os.environ["COVERS"]
    if event["httpMethod"] == "DELETE":
        return s3.delete_object(Bucket=bucket, Key=event["key"])
    return s3.put_object(Bucket=bucket, Key=event["key"], Body=event["body"])
