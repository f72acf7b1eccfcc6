from dataclasses import dataclass

import boto3
from decoders import decode
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
s3 = boto3.client("s3")


class Export(BaseModel):
    bucket: str
    table: str = "exports"


@dataclass
class Purge:
    bucket: str
    key: str = "all"


class Store:
    """Makes requests: the program's own are what is injected."""

    def __init__(self, bucket):
        self.bucket = bucket

    def tag(self):
        s3.put_object_tagging(Bucket=self.bucket, Key="k", Tagging={"TagSet": []})


def own():
    s3.list_objects_v2(Bucket=Export(bucket="own", table="own").bucket)
    s3.list_object_versions(Bucket=Purge("own").bucket)
    Store("own").tag()


own()


@app.post("/exports")
def export(wanted: Export):
    s3.put_object(Bucket=wanted.bucket, Key="k")
    boto3.client("dynamodb").get_item(TableName=wanted.table, Key={})


def purge(message):
    wanted: Purge = decode(message, Purge)
    s3.delete_object(Bucket=wanted.bucket, Key=wanted.key)


def tag(store: Store):
    store.tag()
