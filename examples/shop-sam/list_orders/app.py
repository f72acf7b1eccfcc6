"""Lists the orders of a customer."""

import json

from shop import orders


def handler(event, context):
    customer = event["queryStringParameters"]["customer"]
    return {"statusCode": 200, "body": json.dumps(orders.by_customer(customer), default=str)}
