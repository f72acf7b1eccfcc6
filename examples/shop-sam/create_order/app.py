"""Takes an order."""

import json
import os
import uuid

import boto3
from shop import orders

sqs = boto3.client("sqs")


def handler(event, context):
    order = {**json.loads(event["body"]), "id": str(uuid.uuid4()), "state": "new"}
    orders.put(order)
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(order))
    return {"statusCode": 201, "body": json.dumps({"id": order["id"]})}
