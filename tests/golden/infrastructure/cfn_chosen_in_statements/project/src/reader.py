import os

import boto3

s3 = boto3.client("s3")


def one(event, context):
    s3.get_object(Bucket="shelf", Key="k")


def several(event, context):
    for bucket in ("shelf", "desk"):
        s3.get_object(Bucket=bucket, Key=event["k"])


def chosen(event, context):
    s3.get_object(Bucket=os.environ["BUCKET"], Key=event["k"])
