import json

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    if "body" in event:
        event["Records"] = json.loads(event["body"])["Records"]
    for record in event["Records"]:
        s3.get_object(Bucket=record["s3"]["bucket"]["name"], Key="a")
    for record in event["Records"]:
        record["s3"]["bucket"]["name"] = "drafts-of-books"
        s3.delete_object(Bucket=record["s3"]["bucket"]["name"], Key="b")
