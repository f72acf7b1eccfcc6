"""Methods that are taken first and called later do the same."""

import functools

import boto3
import duckdb

s3 = boto3.client("s3")


class Store:
    def __init__(self):
        self.bucket = getattr(boto3, "resource")("s3").Bucket("by-name")

    @classmethod
    def make(cls):
        return cls()


def by_name(event, context):
    getattr(Store.make().bucket, "upload_file")("a.txt", "k")


def unknown(message, table):
    getattr(message, "change_visibility")(VisibilityTimeout=0)
    with functools.partial(table.batch_writer)() as batch:
        batch.put_item(Item={})


def grown(event, context):
    names = ["first"]
    functools.partial(names.append)("second")
    s3.delete_bucket(Bucket=names[-1])


def queried(event, context):
    cursor = duckdb.connect().cursor
    cursor().execute("COPY t TO 's3://copied/t.parquet'")
