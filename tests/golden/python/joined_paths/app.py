import os
import posixpath
from pathlib import PurePosixPath

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket="empty", Key=posixpath.join("", "k.json"))
    s3.put_object(Bucket="absolute", Key=os.path.join("a", "/b/k.json"))
    s3.put_object(Bucket="slash", Key=os.path.join("a/", "k.json"))
    s3.put_object(Bucket="object", Key=str(PurePosixPath("a//b", ".", "k.json")))
    s3.put_object(Bucket="part", Key=os.path.join("a/", event["name"], "k.json"))
    s3.put_object(Bucket="steps", Key=str(PurePosixPath("a") / event["name"] / "k.json"))
    s3.put_object(Bucket="first", Key=str(PurePosixPath(event["name"]) / "k.json"))
