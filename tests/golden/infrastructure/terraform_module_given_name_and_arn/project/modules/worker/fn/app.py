import os, boto3
def handler(event, context):
    t = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    t.get_item(Key={"id": "1"})
    t.put_item(Item={"id": "1"})
