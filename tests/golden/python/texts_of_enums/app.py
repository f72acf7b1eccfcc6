"""A member of an enum may be another text than its value."""

from enum import Enum

import boto3

s3 = boto3.client("s3")


class Stage(str, Enum):
    DEV = "dev"

    def __str__(self):
        return f"app-{self.value}"


class Kind(Enum):
    RAW = "raw"

    def __format__(self, spec):
        return "kind-" + self.value


def handler(event, context):
    s3.get_object(Bucket=f"{Stage.DEV}", Key="key")
    s3.put_object(Bucket=str(Stage.DEV), Key="%s/key" % Stage.DEV)
    s3.delete_object(Bucket="{}".format(Kind.RAW), Key=f"{Stage.DEV.value}")
