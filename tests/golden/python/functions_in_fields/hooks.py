"""A library gets an object, or has its class below its own: it may call what is in fields, as it may call methods."""

import boto3
from acme_jobs import Base, start

s3 = boto3.client("s3")


def put(key):
    return lambda *rest: s3.put_object(Bucket="jobs", Key=key)


class Hooked(Base):
    hook = put("class")

    def __init__(self):
        self.other = put("instance")


class Own:
    def __init__(self):
        self.callback = put("own")


class Kept:
    """Nobody gets one."""

    def __init__(self):
        self.callback = put("kept")


def hooked(event, context):
    Hooked().run()


def own(event, context):
    start(Own())


def kept(event, context):
    return Kept().callback is None
