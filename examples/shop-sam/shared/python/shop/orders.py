"""The table of orders, for all functions."""

import os

import boto3

_table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def put(order):
    _table.put_item(Item=order)


def by_customer(customer):
    answer = _table.query(
        IndexName="by-customer",
        KeyConditionExpression="customer = :customer",
        ExpressionAttributeValues={":customer": customer},
    )
    return answer["Items"]


def mark(order_id, state):
    _table.update_item(
        Key={"id": order_id},
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state},
    )
