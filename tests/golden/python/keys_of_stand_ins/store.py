import os

import boto3


def client():
    if os.environ.get("LOCAL"):
        return boto3.client(
            "s3", aws_access_key_id="foo", aws_secret_access_key="bar", endpoint_url=os.environ["ENDPOINT"]
        )
    return boto3.client("s3")


def clean(key):
    client().delete_object(Bucket="uploads", Key=key)


def known(key):
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": os.environ["SECRET"]}
    boto3.client("sqs", **keys).purge_queue(QueueUrl=os.environ["QUEUE"])
