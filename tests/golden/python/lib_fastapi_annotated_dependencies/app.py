"""Dependencies beside the type, under a name of their own, and without a function."""
from typing import Annotated, Any

import boto3
from fastapi import Depends, FastAPI, Query
from pydantic import Field


class Marker:
    def delete_table(self):
        return None


def get_table():
    return boto3.resource("dynamodb").Table("tickets")


def get_s3():
    yield boto3.client("s3")


class Store:
    def __init__(self, s3: Annotated[Any, Depends(get_s3)]):
        self.s3 = s3

    def put(self, key: str):
        self.s3.put_object(Bucket="drafts", Key=key)

    def drop(self, key: str):
        self.s3.delete_object(Bucket="drafts", Key=key)


TableDep = Annotated[Any, Depends(get_table)]
StoreDep = Annotated[Store, Depends()]
Limit = Annotated[int, Query(le=100), Field(default=10)]
app = FastAPI()


@app.get("/a/{i}")
def direct(i: str, get_table: Annotated[Any, Marker(), Depends(get_table)], limit: Limit):
    return get_table.query(KeyConditionExpression="x", Limit=limit)


@app.get("/b/{i}")
def named(i: str, table: TableDep):
    return table.scan()


@app.put("/c/{i}")
def by_type(i: str, store: StoreDep):
    store.put(i)


@app.get("/d/{i}")
async def quoted(i: str, s3: "Annotated[object, Depends(get_s3)]"):
    return s3.get_object(Bucket="docs", Key=i)
