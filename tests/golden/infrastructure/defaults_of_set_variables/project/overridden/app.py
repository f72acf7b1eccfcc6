import os

import boto3

MODE = os.environ.get("MODE", "bucket")


def handler(event, context):
    mode = event.get("mode", MODE)
    if mode == "bucket" or os.environ.get("OTHER", "bucket") == "bucket":
        boto3.client("s3").put_object(Bucket="overridden", Key=event["key"], Body=b"")
