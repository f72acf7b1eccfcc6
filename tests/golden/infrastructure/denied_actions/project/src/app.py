import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    letter = s3.get_object(Bucket=os.environ["LETTERS"], Key="in")
    s3.delete_object(Bucket=os.environ["LETTERS"], Key="in")
    return letter["ETag"]
