import os

import boto3


def handler(event, context):
    body = (
        boto3.client("s3")
        .get_object(Bucket=os.environ["LANDING"], Key=os.environ["PREFIX"] + "/" + event["key"])["Body"]
        .read()
    )
    boto3.client("dynamodb").put_item(
        TableName=os.environ["TABLE"], Item={"id": {"S": event["key"]}, "size": {"N": str(len(body))}}
    )
