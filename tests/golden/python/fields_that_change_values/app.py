"""What a field holds is what its record makes of what it is given."""

from typing import Annotated

import attrs
import boto3
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass

s3 = boto3.client("s3")


def prefixed(name):
    return "attrs-" + name


Lower = Annotated[str, AfterValidator(lambda value: value.lower())]


@attrs.define
class Converted:
    bucket: str = attrs.field(converter=prefixed)
    _key: str = "default"
    other: str = attrs.field(default="Start", converter=str.lower)

    def read(self):
        s3.get_object(Bucket=self.bucket, Key=self._key)


class Validated(BaseModel):
    bucket: str
    key: str = "not-validated"

    @field_validator("bucket", "key")
    @classmethod
    def check(cls, value):
        return "pydantic-" + value


@dataclass
class ValidatedToo:
    bucket: str

    @field_validator("*")
    def check(cls, value):
        return "dataclass-" + value


class Named(BaseModel):
    bucket: str = Field("default", alias="bucketName")


class Generated(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    bucket_name: str = "default"


class Lowered(BaseModel):
    bucket: Lower
    key: Annotated[str, StringConstraints(strip_whitespace=True)] = "key"


def handler(event, context):
    Converted("one", key="private").read()
    s3.delete_object(Bucket="started", Key=Converted("two").other)
    model = Validated(bucket="two")
    s3.put_object(Bucket=model.bucket, Key=model.key)
    s3.get_object_acl(Bucket=ValidatedToo("three").bucket, Key="key")
    s3.put_object_acl(Bucket=Named(bucketName="four").bucket, Key="key")
    s3.get_object_tagging(Bucket=Generated(bucketName="five").bucket_name, Key="key")
    lowered = Lowered(bucket="SIX", key=" seven ")
    s3.put_object_tagging(Bucket=lowered.bucket, Key=lowered.key)
