from typing import Protocol

import boto3


class Repo:
    def __init__(self):
        self.s3 = boto3.client("s3")

    def find(self, key):
        return self.s3.get_object(Bucket="files", Key=key)

    def forget(self, key):
        return self.s3.delete_object(Bucket="files", Key=key)


class Rows:
    def __init__(self):
        self.table = boto3.resource("dynamodb").Table("rows")

    def put(self, row):
        return self.table.put_item(Item={"id": row})


class Notes:
    def __init__(self):
        self.s3 = boto3.client("s3")

    def write(self, key):
        return self.s3.put_object(Bucket="notes", Key=key)


class Finder(Protocol):
    def find(self, key): ...


class RateFinder(Finder):
    def __init__(self):
        self.s3 = boto3.client("s3")

    def find(self, key):
        return self.s3.get_object(Bucket="rates", Key=key)
