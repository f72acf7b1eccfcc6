import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    with table.batch_writer() as batch:
        for item in event["items"]:
            batch.put_item(Item=item)
