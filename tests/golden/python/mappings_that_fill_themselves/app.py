import collections

import boto3

s3 = boto3.client("s3")


class Stored(collections.UserDict):
    def __setitem__(self, key, value):
        s3.put_object(Bucket="stored", Key="k")


class Ordered(collections.OrderedDict):
    def __setitem__(self, key, value):
        s3.put_object(Bucket="ordered", Key="k")


class Row(collections.namedtuple("Row", "bucket key")):
    def load(self):
        return s3.get_object(Bucket=self.bucket, Key=self.key)

    def never(self):
        s3.delete_bucket(Bucket=self.bucket)


class Made(type("Base", (object,), {"bucket": "made"})):
    def load(self):
        return s3.get_object(Bucket=self.bucket, Key="k")

    def never(self):
        s3.delete_bucket(Bucket=self.bucket)


def handler(event, context):
    Stored({"a": 1})
    Ordered(a=1)
    Row("rows", "k").load()
    Made().load()
