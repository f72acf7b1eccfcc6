"""Finds the objects of a bucket that have not been routed yet."""

from dataclasses import dataclass

DONE = {"Key": "routed", "Value": "yes"}


@dataclass(frozen=True)
class Item:
    bucket: str
    key: str
    size: int


class Scanner:
    def __init__(self, client, bucket):
        self._s3 = client
        self._bucket = bucket

    def pending(self, prefix):
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            for entry in page.get("Contents", []):
                if not self._is_done(entry["Key"]):
                    yield Item(self._bucket, entry["Key"], entry["Size"])

    def mark_done(self, item):
        self._s3.put_object_tagging(Bucket=item.bucket, Key=item.key, Tagging={"TagSet": [DONE]})

    def _is_done(self, key):
        tags = self._s3.get_object_tagging(Bucket=self._bucket, Key=key)
        return DONE in tags["TagSet"]
