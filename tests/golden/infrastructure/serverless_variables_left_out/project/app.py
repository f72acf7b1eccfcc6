import os

import boto3

tables = boto3.client("dynamodb", region_name="us-east-1")


def handler(event, context):
    if os.environ.get("SHELF") is None:
        tables.get_item(TableName="shelves", Key={})
    if "ROOM" not in os.environ:
        tables.delete_item(TableName="rooms", Key={})
    tables.put_item(TableName=os.environ.get("BOOKS", "books"), Item={})
    if "HOUSE" not in os.environ:
        tables.update_item(TableName="houses", Key={})
    if "ATTIC" not in os.environ:
        tables.query(TableName="attics")
