import copy
from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

import boto3

Row = TypeVar("Row")
KEPT = []
s3 = boto3.client("s3")


class Store(ABC):
    @abstractmethod
    def read(self): ...


class Reads(Protocol):
    def read(self): ...


class Orders(Store):
    def read(self):
        s3.get_object(Bucket="store", Key="orders")

    def drop(self):
        s3.delete_bucket(Bucket="orders-never")


class Rows(Generic[Row]):
    def read(self):
        s3.get_object(Bucket="store", Key="rows")

    def drop(self):
        s3.delete_bucket(Bucket="rows-never")


class Pages(Reads):
    def read(self):
        s3.get_object(Bucket="store", Key="pages")

    def drop(self):
        s3.delete_bucket(Bucket="pages-never")


def run():
    for one in (Orders(), Rows(), Pages()):
        one.read()
        KEPT.append(one)
        print(one)
        copy.copy(one).read()
