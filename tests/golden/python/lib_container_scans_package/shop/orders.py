from typing import Annotated, Any

from wireup import Inject, service


@service
class Orders:
    def __init__(self, bucket: Annotated[Any, Inject(qualifier="bills")]):
        self.bucket = bucket

    def find(self, key: str):
        return self.bucket.Object(key).get()

    def drop(self, key: str):
        return self.bucket.Object(key).delete()
