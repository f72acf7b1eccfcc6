"""Lists that are changed where they are: what was first is not first any more, and texts made of them differ."""

import random
from collections import deque

import boto3

s3 = boto3.client("s3")


def texts_that_were_cut():
    added = "x.y.z".split(".")
    added.append("w")
    s3.put_object(Bucket="-".join(added), Key="added")
    taken = "x.y.z".split(".")
    taken.pop()
    s3.put_object(Bucket="-".join(taken), Key="taken")
    turned = "x.y.z".split(".")
    turned.reverse()
    s3.put_object(Bucket=turned[0], Key="turned")
    put = "x.y.z".split(".")
    put[0] = "put"
    s3.put_object(Bucket=put[0], Key="put")
    gone = "x.y.z".split(".")
    del gone[0]
    s3.put_object(Bucket=gone[0], Key="gone")
    untouched = "x.y.z".split(".")
    s3.put_object(Bucket="-".join(untouched), Key="untouched")


def lists():
    removed = ["r", "s"]
    removed.remove("r")
    s3.put_object(Bucket=removed[0], Key="removed")
    before = deque(["r"])
    before.appendleft("before")
    s3.put_object(Bucket=before[0], Key="before")
    mixed = ["r", "s"]
    random.shuffle(mixed)
    s3.put_object(Bucket=mixed[0], Key="mixed")
    s3.put_object(Bucket=list(reversed(["r", "s"]))[0], Key="reversed")
    s3.put_object(Bucket="-".join(reversed(["r", "s"])), Key="joined")
    s3.put_object(Bucket=["r", "s"][::-1][0], Key="cut")


def given(parts):
    parts.pop()
    s3.put_object(Bucket="-".join(parts), Key="given")


def giving():
    given("x.y.z".split("."))
