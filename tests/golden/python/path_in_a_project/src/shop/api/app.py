from shop.db import table
from ..queue import send


def handler(event, context):
    table.put_item(Item=event)
    send("x")
