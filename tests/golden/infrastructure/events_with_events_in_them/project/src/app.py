import json

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        body = json.loads(record["body"])
        for inner in body["Records"]:
            s3.get_object(Bucket=inner["s3"]["bucket"]["name"], Key="a")
    config = event["config"]
    s3.delete_object(Bucket=config["s3"]["bucket"]["name"], Key="c")
    process(json.loads(event["message"]))


def process(payload):
    s3.get_object_tagging(Bucket=payload["Records"][0]["s3"]["bucket"]["name"], Key="d")
    for one in payload["Records"]:
        s3.get_object_acl(Bucket=one["s3"]["bucket"]["name"], Key="e")
