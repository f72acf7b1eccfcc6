from __future__ import annotations
from typing import TYPE_CHECKING, Optional, Final, Protocol
import boto3
from botocore.client import BaseClient
if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.service_resource import Bucket
    from mypy_boto3_dynamodb.service_resource import Table
    from types_boto3_sqs.client import SQSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3.paginator import ListObjectsV2Paginator

def a(s3: S3Client): s3.get_object(Bucket="b", Key="k")
def b(q: "Optional[SQSClient]" = None):
    q.purge_queue(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/q")
class Service:
    fn: LambdaClient
    def __init__(self, table: Table, bucket: Bucket):
        self.table = table
        self.bucket = bucket
    def go(self):
        self.table.delete_item(Key={})
        self.fn.invoke(FunctionName="f")
        self.bucket.upload_file("a", "b")
def pages(p: ListObjectsV2Paginator): p.paginate(Bucket="pages")
def annotated():
    c = boto3.client("s3")
    p: Final = c.get_paginator("list_object_versions")
    p.paginate(Bucket="versions")
def anyclient(c: BaseClient): c.describe_log_groups()
