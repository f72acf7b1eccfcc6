from typing import Generic, TypeVar, Type
import boto3
M = TypeVar("M")
class Repository(Generic[M]):
    model: Type[M]
    table: str
    def __init__(self, resource=None):
        self._r = resource or boto3.resource("dynamodb")
    @property
    def t(self):
        return self._r.Table(self.table)
    def get(self, id):
        return self.model(**self.t.get_item(Key={"id": id})["Item"])
    def add(self, m):
        self.t.put_item(Item=vars(m))
