import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    # One looks at the other, whichever way it is written.
    s3.put_object(Bucket=os.environ.get("FIRST", os.environ.get("SECOND", "last-files")), Key="in")
    s3.get_object(Bucket=os.environ.get("FIRST") or os.environ.get("SECOND") or "last-files", Key="out")
