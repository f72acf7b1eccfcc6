from recordstore import Store


def handler(event, context):
    Store(settings={"table": f"orders-{event['tenant']}"}).save({"id": "1"})
