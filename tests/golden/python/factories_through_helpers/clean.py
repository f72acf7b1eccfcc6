from make import Repository, traced


class Orders(Repository):
    name = "orders"


def handler(event, context):
    traced(Orders).remove(event["id"])
