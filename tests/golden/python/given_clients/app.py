import boto3
from tableworks import Table
import orderlib

def main():
    t = Table("orders", client=boto3.client("dynamodb"))
    t.store({"a": 1})
    orderlib.run(boto3.client("s3"))
    boto3.client("sqs").list_queues()
