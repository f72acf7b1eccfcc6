from collections import defaultdict
from types import SimpleNamespace

import boto3
import shelves


class Store:
    def __init__(self, table):
        self.table = table

    def save(self):
        self.table.put_item(Item={"id": "1"})


def connect():
    return boto3.client("s3")


# None of these says by its method and arguments which service it is.
lazy = shelves.Lazy(connect)
boxed = shelves.box(SimpleNamespace(archive=boto3.client("sns")))
by_region = shelves.cached(defaultdict(lambda: boto3.client("cloudwatch")))


def handler(event, context):
    lazy.get().upload_file("a.csv", "lazy", "a.csv")
    boxed.archive.list_topics()
    by_region["eu-west-1"].describe_alarms()
    shelves.Proxy(Store(boto3.resource("dynamodb").Table("orders"))).target.save()
    event["wrap"](boto3.client("sqs")).list_queues()
