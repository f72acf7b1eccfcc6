import boto3


def handler(event, context):
    boto3.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": "1"}})
