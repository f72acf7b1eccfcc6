import functools

import boto3


def retried(function):
    @functools.wraps(function)
    def attempt(*args, **kwargs):
        return function(*args, **kwargs)

    return attempt


@retried
def call(service, operation, arguments=None):
    return getattr(boto3.client(service), operation)(**(arguments or {}))


@retried
def read(bucket="first", key="a"):
    boto3.client("s3").get_object(Bucket=bucket, Key=key)


@retried
def write(bucket, key="late"):
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=b"")


def handler(event, context):
    call(service="sqs", operation="list_queues")
    call("sns", "list_topics", {})
    call("s3", operation="delete_object", arguments={"Bucket": "third", "Key": "c"})
    read("second")
    read(bucket="third")
    write(bucket="fourth")
    write("fifth", "d")
