import boto3
from lanterns import lantern, watch
from stations import station

tables = boto3.resource("dynamodb")
light = watch.get(__name__)


class Baskets:
    def __init__(self, name):
        self.table = tables.Table(name)

    @light.span("get")
    def get(self, key):
        return self.table.get_item(Key={"id": key})

    @lantern.wrap()
    def put(self, item):
        self.table.put_item(Item=item)


@station.serves
class Routes:
    @station.on("GET /orders")
    def listed(self):
        return tables.Table("orders").query()

    def unused(self):
        tables.Table("orders").delete_item(Key={"id": "1"})


def handler(event, context):
    station.run(event)
    Baskets("baskets").get(event["id"])
    Routes().unrelated()
