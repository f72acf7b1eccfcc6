from recordstore import Store


def handler(event, context):
    Store("orders", tenant=event["tenant"]).save({"id": "1"})
