"""What the program calls of one object says nothing of another one of the class, which a library gets."""

import json

import boto3
import somelib

client = boto3.client("dynamodb")


class Table:
    def __init__(self, name):
        self.name = name
        self.describe()

    def describe(self):
        return client.describe_table(TableName=self.name)

    def get(self, key):
        return self.fetch(self.name, key)

    def fetch(self, name, key):
        return client.get_item(TableName=name, Key={"id": key})


class Below(Table):
    pass


class Shelf:
    def __init__(self, name):
        self.name = name

    def put(self, key):
        return client.put_item(TableName=self.name, Item={"id": key})


class Plain:
    def __init__(self, name):
        self.name = name

    def drop(self, key):
        return client.delete_item(TableName=self.name, Key={"id": key})


def sweep(name):
    return client.scan(TableName=name)


def handler(event, context):
    Table("called").get("x")
    somelib.run(Table("itself"))
    somelib.run([Table("in_list")], {"table": Table("in_dict")})
    somelib.run(Below("below"))
    somelib.Client(table=Table("by_name")).start()
    somelib.client.table = Table("assigned")


def of_class(event, context):
    Shelf("known").put("x")
    somelib.register(Shelf)


def in_container(event, context):
    sweep("known")
    somelib.run({"sweep": sweep})


def noted_down(event, context):
    Plain("used").drop("x")
    plain = Plain("unused")
    print(plain, json.dumps({"plain": plain}))
    somelib.get_logger().info("made", plain=plain)
