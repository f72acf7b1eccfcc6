import boto3
import shield
from events import on

s3 = boto3.client("s3")


class Tags:
    def __init__(self):
        self.client = boto3.client("s3")

    def set_tags(self):
        self.client.put_object_tagging(Bucket="tagged", Key="a", Tagging={"TagSet": []})


class Table:
    def __init__(self, name):
        self.table = boto3.resource("dynamodb").Table(name)

    def load(self, key):
        return self.table.get_item(Key={"id": key})


def fetch(bucket, key):
    return s3.get_object(Bucket=bucket, Key=key)


def send(url):
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")


def pages(paginator):
    for page in paginator.paginate(Bucket="paged"):
        print(page)


def handler(event, context):
    fetch("known", "a")
    on("message", fetch)
    shield.wrap(boto3.client("ec2")).describe_volumes()
    shield.wrap(Tags()).set_tags()
    shield.wrap(Table)("orders").load("1")
    shield.wrap(send)("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")
    pages(shield.wrap(s3.get_paginator("list_object_versions")))
