"""Importing a module runs the packages on the way to it first; an error keeps what it was made with."""

from shop.orders import store


def handler(event, context):
    try:
        store.check(event["key"])
    except store.Conflict as error:
        _, client, bucket, key = error.args
        client.delete_object(Bucket=bucket, Key=key)
