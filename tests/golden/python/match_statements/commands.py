"""commands as tuples, dicts, and tested classes without captures."""

import enum
import boto3


class Op(enum.Enum):
    GET = 1
    PURGE = 2


class Table:
    def __init__(self, name):
        self.name = name


class Queue:
    def __init__(self, url):
        self.url = url


def run(command):
    match command:
        case {"op": "get", "bucket": bucket, **rest}:
            boto3.client("s3").get_object(Bucket=bucket, Key=rest.get("key"))
        case ("put", bucket, key):
            boto3.client("s3").put_object(Bucket=bucket, Key=key)
        case Table() as t:
            boto3.client("dynamodb").get_item(TableName=t.name, Key={})
        case Queue():
            boto3.client("sqs").purge_queue(QueueUrl=command.url)
        case _:
            raise ValueError


run({"op": "get", "bucket": "b1", "key": input()})
run(("put", "b2", "k2"))
run(Table("t1"))
run(Queue("https://sqs.eu-west-1.amazonaws.com/1/q"))
