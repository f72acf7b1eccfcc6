import concurrent.futures

import boto3
import lib_base
import lib_class_field
import lib_computed
import lib_config
import lib_fields
import lib_getter
import lib_hook
import lib_item
import lib_iterates
import lib_maker
import lib_operation
import lib_options
import lib_pages
import lib_piped
import lib_pool
import lib_private
import lib_read_here
import lib_record
import lib_sessions
import lib_text
from dataclasses import dataclass

s3 = boto3.client("s3")
pool = concurrent.futures.ThreadPoolExecutor()


class Derived(lib_base.Job):
    def __init__(self):
        super().__init__()
        self.storage = s3


class WithClassField(lib_class_field.Job):
    storage = s3


class WithGetter(lib_getter.Job):
    def get_client(self):
        return s3


class Iterated:
    def __iter__(self):
        return iter([s3])


class ReadHere(lib_read_here.Job):
    """What its own code reads is there for that: nothing is given away."""

    def __init__(self):
        super().__init__()
        self.own = s3

    def run(self):
        self.own.delete_bucket(Bucket="own")


@dataclass
class Record:
    storage: object


def handler(event, context):
    lib_fields.app.state.storage = s3
    lib_item.app["storage"] = s3
    lib_hook.on_error = s3.delete_object
    lib_config.start().configure(lambda options: setattr(options, "storage", s3))
    options = lib_options.Options()
    options.storage = s3
    Derived().start()
    WithClassField().start()
    WithGetter().start()
    ReadHere().start()
    lib_iterates.run(Iterated())
    lib_record.run(Record(s3))
    lib_pages.run(s3.get_paginator)
    lib_sessions.run(boto3.Session().client)
    lib_maker.run(boto3.client)
    lib_operation.run(s3.list_objects_v2)
    lib_piped.prompt | shorten | s3
    getattr(lib_computed, event["step"])(s3)
    pool.submit(lib_pool.run, s3)
    # Neither is a way to a request.
    lib_private.run(s3.exceptions)
    lib_text.run(boto3.Session().region_name)


def shorten(text):
    boto3.client("sqs").purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/long")
