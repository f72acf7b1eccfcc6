"""A class has its constructor from a library's class: that gets the client."""

import boto3
from acme_ledger import Ledger
from acme_store import Store
from pydantic import BaseModel


class Orders(Store):
    pass


class Invoices(Ledger):
    def __init__(self, table):
        super().__init__(boto3.client("dynamodb"), table)


class Row(BaseModel):
    client: object


def orders(event, context):
    return Orders(boto3.client("s3")).all()


def invoices(event, context):
    return Invoices("invoices").all()


def rows(event, context):
    return Row(client=boto3.client("sqs"))
