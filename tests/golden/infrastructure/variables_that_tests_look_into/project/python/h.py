import os

import boto3

s3 = boto3.client("s3")
bucket = os.environ["BUCKET"]


def f(event, context):
    folder = os.environ["FOLDER"]
    if folder.startswith("tmp") or folder.endswith("out") or "/" not in folder:
        s3.delete_object(Bucket=bucket, Key=folder)
    s3.put_object(Bucket=bucket, Key="ends" if folder.endswith("/") else "today")
    if "old" in os.environ["NAME"]:
        s3.get_object(Bucket=bucket, Key="old")
    if "data/in" in folder.split("/"):
        s3.get_object_tagging(Bucket=bucket, Key="in")
