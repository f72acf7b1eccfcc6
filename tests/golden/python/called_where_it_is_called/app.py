"""What is only made is not called, and not entered: `__call__` and `__enter__` are for who does that."""

import boto3
import flowlib

s3 = boto3.client("s3")


class Unused:
    def __call__(self, event):
        s3.delete_bucket(Bucket="unused")

    def __enter__(self):
        s3.delete_bucket(Bucket="unused")

    def __exit__(self, *error):
        s3.delete_bucket(Bucket="unused")


class Called(Unused):
    def __call__(self, event):
        s3.put_object(Bucket="called", Key="k")


class Entered:
    def __enter__(self):
        s3.get_object(Bucket="entered", Key="k")

    def __exit__(self, *error):
        pass


class Given:
    def __call__(self, event):
        s3.delete_object(Bucket="given", Key="k")


class Step(flowlib.Step):
    def __call__(self, event):
        s3.list_objects_v2(Bucket="below")


def handler(event, context):
    Unused()
    Called()(event)
    with Entered():
        flowlib.add(Given())
    Step()
