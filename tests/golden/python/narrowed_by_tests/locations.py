"""A bucket or a list of buckets; a location by name or as an object."""

from dataclasses import dataclass
import boto3

s3 = boto3.client("s3")


@dataclass
class Location:
    bucket: str
    key: str


def save(buckets, key, body):
    if isinstance(buckets, str):
        buckets = [buckets]
    for bucket in buckets:
        s3.put_object(Bucket=bucket, Key=key, Body=body)


def drop(where):
    if isinstance(where, Location):
        bucket, key = where.bucket, where.key
    else:
        bucket, _, key = where.partition("/")
    s3.delete_object(Bucket=bucket, Key=key)


def main(key):
    for target in ("one", ["two", "three"]):
        save(target, key, b"")
    drop(Location("three", "old.txt"))
