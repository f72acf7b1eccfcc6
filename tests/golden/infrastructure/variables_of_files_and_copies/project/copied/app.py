import os

import boto3

saved = os.environ.copy()
os.environ.update(dict(os.environ))
os.environ.update({**os.environ, "OTHER": str(os.getpid())})
changed = dict(os.environ)
changed["CHANGED"] = "own"


def handler(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket="kept", Key=os.environ["KEPT"], Body=b"")
    s3.put_object(Bucket="other", Key=os.environ["OTHER"], Body=b"")
    os.environ.clear()
    os.environ.update(saved)
    os.environ.update(changed)
    s3.put_object(Bucket="changed", Key=os.environ["CHANGED"], Body=b"")
