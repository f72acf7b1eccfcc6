import boto3
from pipelines import Pipeline

s3 = boto3.client("s3")


def fetch(batch):
    s3.get_object(Bucket="batches", Key=batch)


def store(batch):
    s3.put_object(Bucket="results", Key=batch)


def unused(batch):
    s3.delete_bucket(Bucket="results")


class Purge:
    def run(self):
        s3.delete_object(Bucket="batches", Key="done")


def steps():
    yield fetch
    yield "store", store


def every():
    yield from steps()
    yield Purge()


def handler(event, context):
    Pipeline().run(every())
