"""Fields with defaults that are no texts, of objects that are made of what is not known."""

from dataclasses import dataclass
from typing import NamedTuple, Optional

import attrs
import boto3
from pydantic import BaseModel

s3 = boto3.client("s3")


class Model(BaseModel):
    name: str
    bucket: Optional[str] = None
    remove: bool = False


@dataclass
class Record:
    name: str
    bucket: Optional[str] = None
    number: int = 0


class Row(NamedTuple):
    name: str
    bucket: Optional[str] = None


@attrs.define
class Entry:
    name: str
    bucket: Optional[str] = None


def model(event, context):
    made = Model(**event)
    bucket = made.bucket
    if bucket:
        s3.get_object(Bucket=bucket, Key="model")
    if made.remove:
        s3.delete_object(Bucket="orders", Key="model")
    s3.put_object(Bucket=made.bucket or "orders", Key="model")


def record(event, context):
    made = Record(**event)
    if made.number > 0:
        s3.get_object_tagging(Bucket=made.bucket or "orders", Key="record")


def row(event, context):
    made = Row(**event)
    if made.bucket is not None:
        s3.get_bucket_acl(Bucket=made.bucket)


def entry(event, context):
    made = Entry(**event)
    if made.bucket:
        s3.get_bucket_cors(Bucket=made.bucket)


def told():
    made = Model(name="a")
    if made.bucket:
        s3.delete_bucket(Bucket=made.bucket)
