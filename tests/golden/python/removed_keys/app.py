import boto3

s3 = boto3.client("s3")


class Settings:
    def __init__(self):
        self.bucket = "attribute"


def read(bucket="default"):
    s3.get_object(Bucket=bucket, Key="k")


def handler(event, context):
    popped = {"bucket": "popped"}
    popped.pop("bucket", None)
    if not popped.get("bucket"):
        s3.put_object(Bucket="after-pop", Key="k")
    deleted = {"bucket": "deleted"}
    del deleted["bucket"]
    if deleted.get("bucket") is None:
        s3.put_object(Bucket="after-del", Key="k")
    cleared = {"bucket": "cleared"}
    cleared.clear()
    read(**cleared)
    settings = Settings()
    del settings.bucket
    s3.put_object(Bucket=getattr(settings, "bucket", "after-delattr"), Key="k")
    some = {"bucket": "some"}
    del some[event["name"]]
    if not some.get("bucket"):
        s3.put_object(Bucket="after-some", Key="k")
    versioned = {"Bucket": "versions", "Key": "k", "VersionId": "1"}
    versioned.pop("VersionId")
    s3.get_object(**versioned)
