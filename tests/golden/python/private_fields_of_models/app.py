"""A private attribute of a pydantic model is not what is passed under its name without the underscore."""

import attrs
import boto3
from pydantic import BaseModel, PrivateAttr

s3 = boto3.client("s3")


class Store(BaseModel, extra="allow"):
    _bucket: str = PrivateAttr("kept")

    def bucket_name(self):
        return self._bucket


@attrs.define
class Other:
    _bucket: str = "default"


def handler(event, context):
    s3.put_object(Bucket=Store(bucket="passed").bucket_name(), Key="k")
    s3.get_object(Bucket=Other(bucket="taken")._bucket, Key="k")
