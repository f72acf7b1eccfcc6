import logging
import os
import sys

import boto3
from pipelines import Engine, Step, run_all

table = boto3.client("dynamodb")
RECORDS = os.environ["RECORDS"]


class Load(Step):
    """Its base is a library's, whose engine calls ``process``."""

    def process(self, row):
        table.put_item(TableName=RECORDS, Item=row)


class Trim(Step):
    """``execute`` is the library's, and calls ``clean``."""

    def clean(self, row):
        table.delete_item(TableName=RECORDS, Key=row)


class Watcher:
    """A library gets it while the function runs."""

    def notify(self, event):
        table.update_item(TableName=RECORDS, Key=event)


class Lazy:
    """The language calls what makes a text of it."""

    def __str__(self):
        return str(table.get_item(TableName=RECORDS, Key={"id": {"S": "title"}}))


class Unused(Step):
    """Nobody here makes one; the library, which its base has told of it, may."""

    def process(self, row):
        table.create_table(TableName=RECORDS)


class Plain:
    """Logging calls nothing of it but its text."""

    def wipe(self):
        table.delete_table(TableName=RECORDS)


class Check:
    pass


class CountCheck(Check):
    def run(self):
        table.describe_table(TableName=RECORDS)


def scan():
    table.scan(TableName=RECORDS)


def handler(event, context):
    Engine().add(Load())
    Trim().execute(event)
    run_all(Watcher())
    print(f"title: {Lazy()}")
    logging.info("made %s", Plain())
    for check in Check.__subclasses__():
        check().run()
    getattr(sys.modules[__name__], event["operation"])()
