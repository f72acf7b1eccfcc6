"""What is queued, handed to a library or not waited for may run behind what stands behind it: it sets nothing there."""

import asyncio
import atexit
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import boto3

s3 = boto3.client("s3")


def put(o):
    o["Bucket"] = "set-later"


def thread(x):
    o = {**x}
    threading.Thread(target=put, args=(o,)).start()
    s3.get_object(Bucket=o["Bucket"], Key="thread")


def at_the_end(x):
    o = {**x}
    atexit.register(put, o)
    s3.get_object(Bucket=o["Bucket"], Key="atexit")


def pool(x):
    o = {**x}
    with ThreadPoolExecutor() as workers:
        workers.submit(put, o)
        s3.get_object(Bucket=o["Bucket"], Key="pool")


async def put_when_run(o):
    o["Bucket"] = "set-when-run"


async def task(x):
    o = {**x}
    running = asyncio.create_task(put_when_run(o))
    s3.get_object(Bucket=o["Bucket"], Key="task")
    await running


async def not_waited_for(x):
    o = {**x}
    running = put_when_run(o)
    s3.get_object(Bucket=o["Bucket"], Key="coroutine")
    await running


async def waited_for(x):
    o = {**x}
    await put_when_run(o)
    s3.delete_object(Bucket=o["Bucket"], Key="coroutine")


def items(o):
    o["Bucket"] = "set-with-the-first"
    yield 1


def generator(x):
    o = {**x}
    found = items(o)
    s3.get_object(Bucket=o["Bucket"], Key="generator")
    list(found)


class Leaving:
    def __init__(self, o):
        self.o = o

    def __enter__(self):
        self.o["Prefix"] = "set-when-entered"
        return self

    def __exit__(self, *failure):
        self.o["Bucket"] = "set-when-left"


def manager(x):
    o = {**x}
    with Leaving(o):
        s3.get_object(Bucket=o["Bucket"], Key="exit")
        s3.delete_object(Bucket=o["Prefix"], Key="enter")


@contextmanager
def around(o):
    yield
    o["Bucket"] = "set-behind"


def made_of_a_generator(x):
    o = {**x}
    with around(o):
        s3.get_object(Bucket=o["Bucket"], Key="contextmanager")


def in_its_own(o):
    o["Bucket"] = "set-in-its-own"
    s3.delete_object(Bucket=o["Bucket"], Key="thread")


def thread_that_reads(x):
    o = {**x}
    threading.Thread(target=in_its_own, args=(o,)).start()


def one_of_many(rows):
    many = [{**row} for row in rows]
    put(many[0])
    s3.get_object(Bucket=many[1]["Bucket"], Key="many")


settings = {**json.load(open("settings.json"))}


def prepare():
    settings["Bucket"] = "set-by-another"


def handler(event, context):
    prepare()
    s3.delete_object(Bucket=settings["Bucket"], Key="handlers")


def other_handler(event, context):
    s3.get_object(Bucket=settings["Bucket"], Key="handlers")
