from __future__ import annotations
import boto3, json, dataclasses, datetime as dt
from typing import ClassVar
@dataclasses.dataclass
class Event:
    bus: ClassVar[str] = "default"
    id: str
    def publish(self, client=None):
        (client or boto3.client("events")).put_events(Entries=[{"EventBusName": self.bus, "Source": "shop", "DetailType": type(self).__name__, "Detail": json.dumps(dataclasses.asdict(self))}])
@dataclasses.dataclass
class Placed(Event):
    bus: ClassVar[str] = "orders"
    total: int = 0
@dataclasses.dataclass
class Shipped(Event):
    bus: ClassVar[str] = "shipping"
def main():
    Placed("1", 3).publish(); Shipped(id="2").publish()
main()
