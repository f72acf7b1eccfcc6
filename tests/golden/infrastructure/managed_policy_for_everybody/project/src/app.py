import os, boto3
def get(event, context):
    boto3.resource("dynamodb").Table(os.environ["T"]).get_item(Key={"id": "1"})
def many(event, context):
    t = boto3.resource("dynamodb").Table(os.environ["T"])
    t.get_item(Key={"id": "1"})
    t.put_item(Item={"id": "1"})
    t.query()
    s = boto3.client("s3")
    s.get_object(Bucket=os.environ["I"], Key=event["k"])
    s.delete_object(Bucket=os.environ["I"], Key=event["k"])
    s.list_objects_v2(Bucket=os.environ["I"])
