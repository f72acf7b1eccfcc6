import asyncio
import concurrent.futures

import boto3
from acme import route


class Table:
    def __init__(self):
        self.database = boto3.client("dynamodb")

    def load(self, name):
        return self.database.get_item(TableName=name, Key={})

    def drop(self, name):
        self.database.delete_table(TableName=name)



class NotThere(Exception):
    def __init__(self, table):
        super().__init__("not there")
        self.table = table


def fails():
    raise NotThere(Table())


def caught(event):
    try:
        fails()
    except (KeyError, NotThere) as error:
        error.table.load("in-an-error")


def inner():
    yield 1
    return Table()


def outer():
    table = yield from inner()
    table.load("returned")


def generated(event):
    list(outer())


def matched(event):
    match ["load", Table()]:
        case ["load", *tables]:
            for table in tables:
                table.load("starred")


async def opened():
    return Table()


async def together(names):
    for table in await asyncio.gather(*(opened() for _ in names)):
        table.load("gathered")
    done, _pending = await asyncio.wait([asyncio.create_task(opened())])
    for task in done:
        task.result().load("waited")
    later = asyncio.get_running_loop().create_future()
    later.set_result(Table())
    (await later).load("set-later")


def awaited(event):
    asyncio.run(together(event["names"]))


def pooled(event):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done, _rest = concurrent.futures.wait([pool.submit(Table)])
        for future in done:
            future.result().load("pooled")


def crossed(event):
    loop = asyncio.new_event_loop()
    asyncio.run_coroutine_threadsafe(opened(), loop).result().load("crossed")


class Views:
    """What a decorator gets in a class is called on an instance."""

    def __init__(self):
        self.table = Table()

    @route("/orders")
    def show(self):
        self.table.load("bound")
