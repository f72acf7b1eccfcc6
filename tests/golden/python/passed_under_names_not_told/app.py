"""A wrapper passes a handler what it asks for, by the names of its parameters."""

import functools
import inspect

import boto3
import somelib


class Table:
    def __init__(self, name):
        self.table = boto3.resource("dynamodb").Table(name)

    def get(self, key):
        return self.table.get_item(Key={"id": key})

    def put(self, key):
        return self.table.put_item(Item={"id": key})

    def drop(self, key):
        return self.table.delete_item(Key={"id": key})


def asked_for(function, given):
    found = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in given:
            found[parameter.name] = given[parameter.name]
    return found


def wrapped(function):
    def wrapper(*args, **kwargs):
        if not args:
            return function("nobody", "nothing")
        kwargs = {"event": args[0], "context": args[1]}
        kwargs["table"] = Table("orders")
        return function(**asked_for(function, kwargs))

    return functools.wraps(function)(wrapper)


@wrapped
def handler(table: Table, event):
    return table.get(event["id"])


def chosen(names):
    given = {"table": Table("stock"), "event": 1}
    return {name: given[name] for name in names}


class Service:
    def __init__(self, table=None, **others):
        self.table = table

    def run(self):
        return self.table.put("x")


class Other(Service):
    def __init__(self, **given):
        super().__init__(**given)


class Bare:
    def run(self):
        return self.shelf.put("y")


def made(event, context):
    return Other(**chosen(event["names"])).run()


def set_by_name(event, context):
    bare = Bare()
    for name, value in {event["name"]: Table("shelf")}.items():
        setattr(bare, name, value)
    return bare.run()


def handed_on(event, context):
    return somelib.run(*[Table("spare")][event["from"] :])
