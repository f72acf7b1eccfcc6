import os

import boto3

client = boto3.client("dynamodb")
if "TABLE" in os.environ:
    mentioned = os.environ["TABLE"]
else:
    mentioned = "not-mentioned"


def chosen(key, default):
    value = os.getenv(key)
    if value is None:
        return default
    return value


def handler(event, context):
    client.get_item(TableName=chosen("TABLE", "py-default"), Key={})
    client.query(TableName=mentioned)
    client.put_item(TableName=chosen("GIVEN", "py-given"), Item={})
    client.scan(TableName=chosen("PERHAPS", "py-perhaps"))
    if not os.environ.get("PERHAPS"):
        client.delete_table(TableName="py-unset")
