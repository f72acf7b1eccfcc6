from recordstore import Store


def handler(event, context):
    Store(f"invoices-{event['tenant']}").save({"id": "1"})
    Store(f"orders of {event['tenant']}").save({"id": "1"})
    Store(f"{event['tenant']}.json").save({"id": "1"})
