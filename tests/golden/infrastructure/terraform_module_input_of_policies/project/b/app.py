import os, boto3
t = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    return t.get_item(Key={"id": event["id"]})
