import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    table.get_item(Key={"a": 1})
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="k", Body=b"")
