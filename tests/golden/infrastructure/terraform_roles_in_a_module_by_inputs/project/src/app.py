import os

import boto3

tables = boto3.resource("dynamodb")


def handler(event, context):
    tables.Table(os.environ["ORDERS"]).get_item(Key={"id": event["id"]})
    tables.Table(os.environ["ITEMS"]).query(IndexName="by-order", KeyConditionExpression="#o = :o")
