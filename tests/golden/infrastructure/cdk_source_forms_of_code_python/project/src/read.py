import os

import boto3

store = boto3.client("s3")


def handler(event, context):
    return store.get_object(Bucket=os.environ["LETTERS"], Key="in/latest")["ContentLength"]
