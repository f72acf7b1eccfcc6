"""Services are called so, and have no such operations."""


def unrelated(api):
    return api.client("events").subscribe(handler=unrelated), api.resource("account").list_all()
