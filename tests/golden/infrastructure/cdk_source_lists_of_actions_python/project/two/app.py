import os
import boto3
t = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    return t.query(KeyConditionExpression="id = :i", ExpressionAttributeValues={":i": event["id"]})
