import functools

import boto3
import library

s3 = boto3.client("s3")


class Beside:
    def __init__(self, bucket):
        self.bucket = bucket

    def act(self):
        s3.delete_object(Bucket=self.bucket, Key="k")


class Made:
    def act(self):
        s3.delete_object(Bucket="made", Key="k")


class OneOfTwo:
    def act(self):
        s3.delete_object(Bucket="one-of-two", Key="k")


def nothing(value):
    pass


def handler(event, context):
    library.run(Beside("beside-a-method"), s3.list_buckets)
    library.run(Beside("beside-a-partial"), functools.partial(nothing, 1))
    library.run(functools.partial(Made))
    library.run(OneOfTwo if event else functools.partial(OneOfTwo))
