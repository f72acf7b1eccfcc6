"""A worker's library reads a class that is nothing but settings, and calls the functions in it."""
import boto3
from acme_queue import run_worker


async def startup(ctx):
    ctx["s3"] = boto3.client("s3")


async def resize(ctx, key):
    return ctx["s3"].get_object(Bucket="pictures", Key=key)


async def unused(ctx, key):
    return ctx["s3"].delete_object(Bucket="pictures", Key=key)


class Other:
    functions = [unused]


class WorkerSettings:
    functions = [resize]
    on_startup = startup


def handler(event, context):
    run_worker(WorkerSettings)
