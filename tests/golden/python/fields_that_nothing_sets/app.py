import boto3
from records import find

s3 = boto3.client("s3")


class Record:
    """The library that finds one sets what is in it."""

    def describe(self):
        return "record"


class Other:
    def __init__(self, bucket, region):
        self.bucket = bucket
        self.region = region


def run(ident):
    record: Record = find(ident)
    s3.put_object(Bucket=record.bucket or "default", Key="k")
    s3.get_object_acl(Bucket=record.bucket if ident else "default", Key="k")
    given = {"bucket": record.bucket, "region": record.region}
    s3.get_object(Bucket=given.get("bucket", "default"), Key="k")
    bucket = record.bucket
    if not bucket:
        bucket = "default"
    s3.restore_object(Bucket=bucket, Key="k")
    boto3.client("glue", region_name=given.get("region", "eu-west-1")).start_crawler(Name="c")


def own():
    other = Other("own", "eu-west-2")
    s3.list_objects_v2(Bucket=other.bucket or "default")
    boto3.client("glue", region_name=other.region).stop_crawler(Name="c")


class Sender:
    """What starts the program gives it its store: not in this program, unlike ``Other``'s."""

    def __init__(self):
        self.sent = 0

    def send(self):
        self.store.put_object_acl(Bucket=self.bucket or "default", Key="k", ACL="private")
        self.sent += 1


def stored(store):
    own().store = store
    Sender().send()
