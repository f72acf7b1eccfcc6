"""Factories under qualifiers: of two clients each gets the calls of those who ask for it by its name."""
from typing import Annotated, Any

import boto3
from boto3 import Session
from wireup import Inject, service


@service
def session() -> Session:
    return boto3.Session()


@service(qualifier="s3")
def s3_client(session: Session) -> Any:
    return session.client("s3")


@service(qualifier="orders")
def orders_table(session: Session, name: Annotated[str, Inject(param="orders_table")]) -> Any:
    return session.resource("dynamodb").Table(name)


@service(qualifier="unused")
def nobodys(session: Session) -> Any:
    return session.client("sqs")


@service
class Orders:
    def __init__(self, table: Annotated[Any, Inject(qualifier="orders")], s3: Annotated[Any, Inject(qualifier="s3")]):
        self.table = table
        self.s3 = s3

    def find(self, key: str):
        self.s3.get_object(Bucket="bills", Key=key)
        return self.table.query(KeyConditionExpression="x")
