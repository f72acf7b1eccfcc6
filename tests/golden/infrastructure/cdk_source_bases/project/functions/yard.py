import os
import boto3
t = boto3.resource("dynamodb").Table(os.environ["BOATS"])

def read(event, context):
    return t.get_item(Key={"id": event["id"]})

def write(event, context):
    return t.put_item(Item={"id": event["id"]})

def third(event, context):
    return t.get_item(Key={"id": event["id"]})
