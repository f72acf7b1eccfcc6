from dataclasses import dataclass, field

import attr
import boto3
import pydantic

s3 = boto3.client("s3")


def never():
    return s3.delete_object(Bucket="store", Key="never")


def always():
    return s3.get_object(Bucket="store", Key="always")


@dataclass
class Passed:
    item: object = field(default_factory=never)


@attr.define
class AlsoPassed:
    item = attr.field(factory=never)


@dataclass
class Missing:
    name: str
    item: object = field(default_factory=always)


class Model(pydantic.BaseModel):
    item: object = pydantic.Field(default_factory=lambda: s3.get_object(Bucket="store", Key="model"))


def handler(event, context):
    Passed(1)
    AlsoPassed(item=2)
    Missing("x")
    Model()
