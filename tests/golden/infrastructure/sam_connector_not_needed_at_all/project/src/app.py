import os
import boto3
t = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(e, c):
    return t.get_item(Key={"id": 1})
