"""What tests must not take away: members of enums, protocols, switches, values of later rounds, unset variables."""

import enum
import os
from typing import Protocol, runtime_checkable

import boto3

s3 = boto3.client("s3")


class Place(enum.Enum):
    ARCHIVE = "archive"


@runtime_checkable
class Named(Protocol):
    name: str


class Bucket:
    def __init__(self, name):
        self.name = name


def listed(where):
    """A member of an enum is no string, although it is its value here."""
    if isinstance(where, str):
        return s3.list_objects_v2(Bucket="by-name")
    return s3.list_objects_v2(Bucket=where.value)


def emptied(where):
    """An instance of a protocol derives from nothing."""
    if isinstance(where, Named):
        s3.delete_bucket(Bucket=where.name)


class Job:
    dry_run = True

    def run(self):
        """A switch for people, whatever it is set to."""
        if self.dry_run:
            return
        s3.delete_object(Bucket="work", Key="done")


def chained(buckets):
    """The first round makes what the second one uses."""
    client = None
    for bucket in buckets:
        if client is None:
            client = boto3.client("s3")
        else:
            client.head_bucket(Bucket=bucket)


def fallback():
    name = os.environ.get("TABLE")
    if name is None:
        name = boto3.client("ssm").get_parameter(Name="/table")["Parameter"]["Value"]
    if not name:
        boto3.client("sns").list_topics()
    return name


def shrinking(kind):
    """What a test makes of an unknown value holds on its side only."""
    if kind == "sqs":
        print("a queue")
    client = boto3.client(kind)
    if kind == "sqs":
        client.list_queues()
    elif kind == "kms":
        client.list_keys()


listed(Place.ARCHIVE)
emptied(Bucket("old"))
Job().run()
chained(["one", "two"])
fallback()
