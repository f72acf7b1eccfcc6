import boto3


def handler(event, context):
    boto3.client("s3").put_object(Bucket="b", Key="index.html", Body=b"")
    boto3.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": "1"}})
    boto3.client("dynamodb").put_item(TableName="carts", Item={"id": {"S": "1"}})
