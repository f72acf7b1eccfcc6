import os, boto3

TABLE_NAME = os.environ.get("TABLE_NAME", "dev-Workflows")


def handler(e, c):
    boto3.resource("dynamodb").Table(TABLE_NAME).put_item(Item={"id": "1"})
