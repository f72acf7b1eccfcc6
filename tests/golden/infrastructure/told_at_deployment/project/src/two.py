import boto3


def handler(event, context):
    client = boto3.client("dynamodb")
    client.put_item(TableName="orders", Item={"id": {"S": event["id"]}})
    client.put_item(TableName="events", Item={"id": {"S": event["id"]}})
