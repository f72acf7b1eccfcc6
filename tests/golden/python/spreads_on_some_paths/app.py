"""``f(**given, **({"key": x} if some else {}))``: on the paths that do without, what is given may have the key."""

from functools import partial

import boto3

s3 = boto3.client("s3")


def get(Bucket="its-default", Key="function"):
    s3.get_object(Bucket=Bucket, Key="function")


def function(given, some):
    get(**given, **({"Bucket": "on-some-paths"} if some else {}))


def library(given, some):
    s3.get_object(Key="library", **given, **({"Bucket": "on-some-paths"} if some else {}))


class Place:
    def __init__(self, bucket="its-default"):
        self.bucket = bucket


def constructor(given, some):
    s3.get_object(Bucket=Place(**given, **({"bucket": "on-some-paths"} if some else {})).bucket, Key="constructor")


def get_partly(Bucket="its-default"):
    s3.get_object(Bucket=Bucket, Key="partial")


def partly(given, some):
    partial(get_partly, **given)(**({"Bucket": "on-some-paths"} if some else {}))


def get_always(Bucket="its-default"):
    s3.get_object(Bucket=Bucket, Key="always")


def always(given, some):
    get_always(**given, **({"Bucket": "one"} if some else {"Bucket": "other"}))


def get_told(Bucket="its-default"):
    s3.get_object(Bucket=Bucket, Key="told")


def told(some):
    get_told(**({"Bucket": "on-some-paths"} if some else {}))
