from __future__ import annotations
import boto3
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")

class ClientMixin:
    service_name: ClassVar[str]
    _cache: ClassVar[dict] = {}

    @classmethod
    def get_client(cls):
        if cls.service_name not in cls._cache:
            cls._cache[cls.service_name] = boto3.client(cls.service_name)
        return cls._cache[cls.service_name]

class Auditable:
    def audit(self, msg):
        boto3.client("cloudtrail").lookup_events(MaxResults=1)

class Repo(Generic[T]):
    def __init__(self, client: T, name: str):
        self.client = client
        self.name = name
