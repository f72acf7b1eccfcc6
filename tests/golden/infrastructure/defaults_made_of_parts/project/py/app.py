import os

import boto3

STAGE = os.environ["STAGE"]
BUCKET = os.getenv("B", f"o-{STAGE}-d")
OTHER = os.environ.get("B", "o-" + os.environ.get("AWS_REGION", "x") + "-e")


def handler(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=BUCKET, Key="a", Body=b"")
    s3.get_object(Bucket=OTHER, Key="b")
    s3.delete_object(Bucket=os.getenv("B") or f"o-{STAGE}-f", Key="c")
