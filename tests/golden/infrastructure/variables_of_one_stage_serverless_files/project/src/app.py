import os
import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.get_object(Bucket=os.environ["BUCKET"], Key="a")
    if os.environ["STAGE"] == "prod":
        s3.put_object(Bucket="x", Key="b")
