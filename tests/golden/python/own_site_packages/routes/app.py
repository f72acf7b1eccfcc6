"""A directory that is called like that of installed packages, in which nothing was installed, is the program's."""

from shop.orders import load


def handler(event, context):
    return load(event["id"])
