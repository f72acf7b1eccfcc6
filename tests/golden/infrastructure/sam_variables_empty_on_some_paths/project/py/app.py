import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.get_object(Bucket=os.environ["PERHAPS"] or "default", Key="or")
    s3.get_object(Bucket=os.environ["PERHAPS"] if os.environ["PERHAPS"] else "default", Key="if")
    s3.get_object(Bucket=os.environ.get("PERHAPS", "default"), Key="get")
    s3.get_object(Bucket=os.environ["JOINED"] or "default", Key="joined")
    s3.get_object(Bucket=os.environ["ENDED"] or "default", Key="ended")
