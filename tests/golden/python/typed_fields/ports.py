from __future__ import annotations
from typing import TYPE_CHECKING, Protocol, Generic, TypeVar, TypedDict
from dataclasses import dataclass, field
import attr
from attrs import define, field as afield
from pydantic import BaseModel, ConfigDict, PrivateAttr
import boto3
if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.service_resource import S3ServiceResource
    from mypy_boto3_stepfunctions.client import SFNClient
    import mypy_boto3_kinesis as mk
    from mypy_boto3_dynamodb import DynamoDBServiceResource as Ddb

class Clock(Protocol):
    def now(self) -> str: ...

class Blob(Protocol):
    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> dict: ...

@dataclass
class Deps:
    s3: S3Client
    sfn: SFNClient = field(default_factory=lambda: boto3.client("stepfunctions"))
    extra: dict[str, S3Client] | None = None

@define
class Store:
    ddb: Ddb
    name: str = afield(default="store")
    def put(self, item):
        self.ddb.Table(self.name).put_item(Item=item)

@attr.s(auto_attribs=True)
class Old:
    stream: "mk.KinesisClient"
    def send(self):
        self.stream.put_records(StreamName="ticks", Records=[])

class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    bucket: str = "models"
    _s3: S3ServiceResource = PrivateAttr(default_factory=lambda: boto3.resource("s3"))
    def load(self):
        return self._s3.Object(self.bucket, "m.bin").get()

def save(blob: Blob):
    blob.put_object(Bucket="saved", Key="k", Body=b"")

def run(d: Deps, others: list[S3Client]):
    d.s3.list_objects_v2(Bucket="deps")
    d.sfn.start_execution(stateMachineArn="arn:aws:states:us-east-1:111122223333:stateMachine:m")
    for o in others:
        o.get_bucket_policy(Bucket="others")
    Model().load()
