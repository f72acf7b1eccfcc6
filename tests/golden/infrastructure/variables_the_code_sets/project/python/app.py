import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    os.environ["AWS_PROFILE"] = event["profile"]
    if event.get("other"):
        os.environ["SET"] = "own"
        os.environ.update({"UPDATED": "own"})
        os.environ |= {"MERGED": "own"}
        os.putenv("PUT", "own")
        os.environ["FROM_EVENT"] = event["name"]
        del os.environ["TAKEN"]
    os.environ.setdefault("BY_DEFAULT", "own")
    os.environ.setdefault("MISSING", "own")
    s3.put_object(Bucket="set", Key=os.environ["SET"], Body=b"")
    s3.put_object(Bucket="updated", Key=os.environ["UPDATED"], Body=b"")
    s3.put_object(Bucket="merged", Key=os.environ["MERGED"], Body=b"")
    s3.put_object(Bucket="put", Key=os.getenv("PUT"), Body=b"")
    s3.put_object(Bucket="from-event", Key=os.environ.get("FROM_EVENT"), Body=b"")
    s3.put_object(Bucket="taken", Key=os.environ.get("TAKEN", "default"), Body=b"")
    s3.put_object(Bucket="kept", Key=os.environ["KEPT"], Body=b"")
    s3.put_object(Bucket="by-default", Key=os.environ["BY_DEFAULT"], Body=b"")
    s3.put_object(Bucket="missing", Key=os.environ["MISSING"], Body=b"")
