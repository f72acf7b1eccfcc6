"""Fulfils orders from the queue and writes a receipt for each."""

import json
import os

import boto3
from shop import orders

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        order = json.loads(record["body"])
        s3.put_object(
            Bucket=os.environ["BUCKET"], Key=f"receipts/{order['id']}.json", Body=json.dumps(order)
        )
        orders.mark(order["id"], "fulfilled")
