import os, boto3
d = boto3.resource("dynamodb")
def handler(event, context):
    o = d.Table(os.environ["TABLE"]).get_item(Key={"id": event["id"]})["Item"]
