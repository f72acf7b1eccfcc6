import threading
from dataclasses import dataclass
from functools import partial

import boto3

s3 = boto3.client("s3")


def put(bucket, key, mode="none"):
    if mode == "none":
        s3.put_object(Bucket=bucket, Key=key)
    else:
        s3.delete_object(Bucket=bucket, Key=key)


@dataclass
class Job:
    bucket: str
    mode: str = "none"

    def run(self):
        put(self.bucket, "k", self.mode)


def appended(event, context):
    more = []
    if event:
        more.append("delete")
    put("appended", "k", *more)


def followed(event, context):
    before = ("first",) if event else ()
    put(*before, "second", "k")


def kept(event, context):
    given = ("kept", "k", "delete") if event else ("kept", "k")
    partial(put, *given)()
    before = ("before",) if event else ()
    partial(put, *before)("behind", "k")


def kept_by_name(event, context):
    named = {"mode": "delete"} if event else {}
    partial(put, "named", "k", mode="none")(**named)


def threads(event, context):
    given = ("thread", "k", "delete") if event else ("thread", "k")
    threading.Thread(target=put, args=given).start()
    threading.Timer(5, put, ("timer", "k", "delete") if event else ("timer", "k")).start()
    threading.Timer(5, put, ("timer-named",), {"key": "k"}).start()


def records(event, context):
    Job(*(("record", "delete") if event else ("record",))).run()
    Job("record-named", **({"mode": "delete"} if event else {})).run()
