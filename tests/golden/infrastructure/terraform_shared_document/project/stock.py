import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["STOCK"])


def get(event, context):
    return table.get_item(Key={"sku": event["sku"]})["Item"]


def put(event, context):
    table.put_item(Item={"sku": event["sku"]})
