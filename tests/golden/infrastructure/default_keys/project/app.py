import os
import boto3
TABLE = os.environ.get("TABLE") or "orders-tests"
OTHER = os.environ.get("TABLE", "orders-tests")
client = boto3.client("dynamodb")
def simple(event, context):
    client.batch_write_item(RequestItems={TABLE: event})
def assigned(event, context):
    batch = {}
    batch[OTHER] = event
    client.batch_write_item(RequestItems=batch)
