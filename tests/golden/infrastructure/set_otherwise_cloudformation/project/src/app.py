import os
import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket=os.environ["BUCKET"], Key=event["k"], Body=b"")
    s3.get_object_tagging(Bucket=os.environ["SURE"], Key=event["k"])
    return s3.get_object(Bucket=os.environ["BUCKET"], Key=event["k"])["ETag"]
