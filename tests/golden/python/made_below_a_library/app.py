import boto3
from hooks import Hook, Record

s3 = boto3.client("s3")


class Uploaded(Hook):
    def on_event(self, event):
        s3.put_object(Bucket="uploads", Key=event["key"])


class Removed(Hook):
    def __init__(self, bucket):
        self.bucket = bucket

    def on_event(self, event):
        s3.delete_object(Bucket=self.bucket, Key=event["key"])


class NeverMade(Hook):
    def on_event(self, event):
        s3.delete_bucket(Bucket="uploads")


class Stored(Record):
    def load(self):
        return s3.get_object(Bucket="records", Key="one")

    def purge(self):
        s3.delete_objects(Bucket="records", Delete={"Objects": []})


class Own:
    def on_event(self, event):
        s3.create_bucket(Bucket="uploads")


def handler(event, context):
    Uploaded()
    Removed("trash")
    Own()
    return Stored().load()
