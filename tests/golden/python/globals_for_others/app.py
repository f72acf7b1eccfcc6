import builtins
import sys

import boto3
from tasklib import work

s3 = boto3.client("s3")


class Store:
    def save(self, key):
        s3.put_object(Bucket="stored", Key=key)


def handler(event, context):
    builtins.hook = s3
    builtins.store = Store()
    sys.modules["hooks"] = s3
    builtins.own = s3
    work()
    own.get_object(Bucket="own", Key="k")
