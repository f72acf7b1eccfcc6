import os

import boto3
from dotenv import load_dotenv

s3 = boto3.client("s3")
load_dotenv()


def handler(event, context):
    if "SET" not in os.environ:
        os.environ["SET"] = event["name"]
    if not os.environ.get("MISSING"):
        os.environ["MISSING"] = "own"
    os.environ["UPDATED"] = os.environ.get("UPDATED", "own")
    for name, value in event.items():
        if name not in os.environ:
            os.environ[name] = value
        os.environ["EXTRA_" + name] = value
    copied = os.environ.copy()
    copied.update(event)
    s3.put_object(Bucket="set", Key=os.environ["SET"], Body=b"")
    s3.put_object(Bucket="missing", Key=os.environ["MISSING"], Body=b"")
    s3.put_object(Bucket="updated", Key=os.environ["UPDATED"], Body=b"")
    s3.put_object(Bucket="extra", Key=os.environ["EXTRA_KEY"], Body=b"")
