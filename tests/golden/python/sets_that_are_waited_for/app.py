"""What is waited for, or asked for its first item, where it stands sets for what stands behind it, and only for that."""

import asyncio
from contextlib import contextmanager

import boto3

s3 = boto3.client("s3")


async def put(o):
    o["Bucket"] = "set-and-waited-for"


def items(o):
    o["Bucket"] = "set-with-the-first"
    yield 1


@contextmanager
def around(o):
    o["Bucket"] = "set-when-entered"
    yield


async def gathered(x):
    o = {**x}
    await asyncio.gather(put(o), asyncio.sleep(1))
    s3.delete_object(Bucket=o["Bucket"], Key="gather")


async def in_time(x):
    o = {**x}
    await asyncio.wait_for(put(o), 5)
    s3.delete_object(Bucket=o["Bucket"], Key="wait-for")


async def task(x):
    o = {**x}
    running = asyncio.create_task(put(o))
    await running
    s3.delete_object(Bucket=o["Bucket"], Key="task")


async def coroutine(x):
    o = {**x}
    running = put(o)
    await running
    s3.delete_object(Bucket=o["Bucket"], Key="coroutine")


def loop(x):
    o = {**x}
    for _ in items(o):
        s3.delete_object(Bucket=o["Bucket"], Key="loop")


def listed(x):
    o = {**x}
    list(items(o))
    s3.delete_object(Bucket=o["Bucket"], Key="list")


def comprehended(x):
    o = {**x}
    found = [item for item in items(o)]
    s3.delete_object(Bucket=o["Bucket"], Key=f"comprehension{len(found) and ''}")


def manager(x):
    o = {**x}
    with around(o):
        s3.delete_object(Bucket=o["Bucket"], Key="manager")


# What is not surely set where it is read:


async def look(o):
    s3.get_object(Bucket=o["Bucket"], Key="side-by-side")


async def side_by_side(x):
    o = {**x}
    await asyncio.gather(put(o), look(o))


async def failing(x):
    o = {**x}
    await asyncio.gather(put(o), asyncio.sleep(1), return_exceptions=True)
    s3.get_object(Bucket=o["Bucket"], Key="failing")


async def something_between(x):
    o = {**x}
    running = asyncio.create_task(put(o))
    s3.get_object(Bucket=o["Bucket"], Key="between")
    await running


def behind(o):
    yield 1
    o["Bucket"] = "set-behind"


def with_what_is_sent(o):
    o["Bucket"] = yield "set-with-what-is-sent"


def only_the_first(x):
    o = {**x}
    for _ in behind(o):
        s3.get_object(Bucket=o["Bucket"], Key="first")
        break


def sent(x):
    o = {**x}
    next(with_what_is_sent(o))
    s3.get_object(Bucket=o["Bucket"], Key="sent")


def lazy(x):
    o = {**x}
    found = (item for item in items(o))
    s3.get_object(Bucket=o["Bucket"], Key="lazy")
    list(found)


def before(x):
    o = {**x}
    s3.get_object(Bucket=o["Bucket"], Key="before-manager")
    with around(o):
        pass
