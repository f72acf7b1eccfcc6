import functools
import os

import boto3
import flags

s3 = boto3.client("s3")


@flags.overridable("prod")
def stage():
    return os.environ["STAGE"]


@functools.lru_cache
def still():
    return os.environ["STAGE"]


class Conf:
    @flags.live
    def stage(self):
        return os.environ["STAGE"]

    @property
    def own(self):
        return os.environ["STAGE"]


async def awaited():
    return os.environ["STAGE"]


def handler(event, context):
    if stage() == "prod":
        s3.delete_object(Bucket="mine", Key="k")
    if still() == "prod":
        s3.create_bucket(Bucket="mine")
    if Conf().stage() == "prod":
        s3.put_object(Bucket="mine", Key="k", Body=b"")
    if Conf().own == "prod":
        s3.delete_bucket(Bucket="mine")
    if awaited() != "dev":
        s3.get_object(Bucket="mine", Key="k")
