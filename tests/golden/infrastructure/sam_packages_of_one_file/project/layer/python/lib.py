import boto3


def put():
    boto3.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": "1"}})
