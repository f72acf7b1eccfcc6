from __future__ import annotations
from abc import ABC, abstractmethod
from typing import Any, Callable, Generic, Iterator, Mapping, ParamSpec, TypeVar, overload, cast
import boto3
from mypy_boto3_ecr import ECRClient
T = TypeVar("T"); P = ParamSpec("P"); C = TypeVar("C", bound="Service")
class Service(ABC):
    name: str
    def __init__(self) -> None:
        self.client = boto3.client(self.name)
    @classmethod
    def create(cls: type[C]) -> C:
        return cls()
    @abstractmethod
    def items(self) -> Iterator[dict[str, Any]]: ...
    def __iter__(self): return self.items()
class Images(Service):
    name = "ecr"
    def items(self):
        client = cast("ECRClient", self.client)
        yield from client.describe_images(repositoryName="app")["imageDetails"]
class Streams(Service):
    name = "kinesis"
    def items(self):
        yield from ({"n": n} for n in self.client.list_streams()["StreamNames"])
class Cache(Generic[T]):
    def __init__(self, factory: Callable[[str], T]) -> None:
        self._factory = factory; self._items: dict[str, T] = {}
    def get(self, key: str) -> T:
        if key not in self._items:
            self._items[key] = self._factory(key)
        return self._items[key]
cache = Cache(boto3.client)
regional: Cache[Any] = Cache(lambda region: boto3.client("ec2", region_name=region))
def services() -> list[Service]:
    return [cls.create() for cls in Service.__subclasses__()]
def main():
    for s in services():
        for item in s:
            print(item)
    cache.get("kms").list_grants(KeyId="k")
    regional.get("eu-west-1").describe_regions()
    cache.get("sts").get_session_token()
main()
