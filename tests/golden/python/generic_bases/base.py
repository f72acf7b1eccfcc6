import boto3
from typing import Generic, TypeVar

T = TypeVar("T")


class Exporter(Generic[T]):
    def run(self, key):
        boto3.client("s3").put_object(Bucket="exports", Key=key)
