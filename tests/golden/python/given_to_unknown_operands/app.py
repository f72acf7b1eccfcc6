import boto3
from concurrent.futures import ThreadPoolExecutor

s3 = boto3.client("s3")


def keep():
    s3.put_object(Bucket="kept", Key="k")


def drop():
    s3.delete_object(Bucket="dropped", Key="k")


def copy():
    s3.copy_object(Bucket="copied", Key="k", CopySource="source/k")


def client():
    return boto3.client("sqs")


def handler(event, context):
    chain = context.chain
    chain | keep
    chain.steps += [drop]
    ThreadPoolExecutor().submit(context.work, copy)
    ThreadPoolExecutor().submit(context.work, s3)
    getattr(context, event["name"])(s3)
    context.register(client)
    # What is put under a name is read by whoever asks for the name.
    context.s3 = s3
    return 1 + len(event)
