import os

import boto3


def handler(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=os.environ["NOT_SET_ANYWHERE"], Key="a", Body=b"")
    s3.get_object(Bucket=os.environ.get("NOT_SET_EITHER", "default-bucket"), Key="b")
    boto3.client("sqs").send_message(QueueUrl=os.environ["NO_QUEUE"], MessageBody="x")
    boto3.resource("dynamodb").Table(os.environ["NO_TABLE"]).put_item(Item={})
