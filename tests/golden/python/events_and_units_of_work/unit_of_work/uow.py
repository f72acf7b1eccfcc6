import boto3
from contextlib import AbstractContextManager
class Uow(AbstractContextManager):
    def __init__(self): self._items = []; self._c = boto3.client("dynamodb")
    def __enter__(self): self._items.clear(); return self
    def put(self, table, item): self._items.append({"Put": {"TableName": table, "Item": item}})
    def delete(self, table, key): self._items.append({"Delete": {"TableName": table, "Key": key}})
    def __exit__(self, t, v, tb):
        if t is None: self._c.transact_write_items(TransactItems=self._items)
with Uow() as u:
    u.put("a", {}); u.delete("b", {})
