import os

import boto3


def handler(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    table.get_item(Key={"id": "1"})
    table.delete_item(Key={"id": "1"})
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="a/" + event["k"])
