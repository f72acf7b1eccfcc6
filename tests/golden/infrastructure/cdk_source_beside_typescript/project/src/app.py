import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        s3.get_object(Bucket=os.environ["ITEMS"], Key=key)
        s3.delete_object(Bucket=os.environ["ITEMS"], Key=key)
    s3.put_object(Bucket=os.environ["REPORTS"], Key="latest.json", Body=b"{}")
