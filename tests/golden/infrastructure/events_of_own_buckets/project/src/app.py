from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        s3.get_object(Bucket=bucket, Key=key)
    name = event["Records"][0]["s3"]["bucket"]["name"]
    s3.put_object(Bucket=name, Key="seen/" + key, Body=b"")


def got(event, context):
    keys = [(r.get("s3", {}).get("bucket", {}).get("name"), r["s3"]["object"]["key"]) for r in event.get("Records", [])]
    for bucket, key in keys:
        s3.get_object(Bucket=bucket, Key=key)


def nothing(event, context):
    return event
