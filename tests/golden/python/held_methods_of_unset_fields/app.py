"""Methods of fields that nothing here sets, each called in another way; data of such a field is said nowhere."""

import functools

import boto3
import jobs

s3 = boto3.client("s3")


class Store:
    def __init__(self):
        self.sqs = boto3.client("sqs")

    def save(self, item):
        self.sqs.send_message(QueueUrl=item, MessageBody="x")

    def delete_object(self, item):
        s3.delete_object(Bucket="own", Key=item)


class Repo:
    def bound(self, item):
        functools.partial(self.first.save, item)()

    def held(self, item):
        save = self.second.save
        save(item)

    def handed(self, items):
        map(self.third.save, items)

    def named(self, item):
        getattr(self.fourth, "save")(item)

    def moved(self, item):
        store = self.fifth
        store.save(item)

    def passed(self, item):
        put(self.sixth, item)

    def queued(self, item):
        jobs.queue.enqueue(self.ninth.delete_object, Bucket="queued", Key="k")

    def by_its_name(self):
        getattr(s3, self.tenth.delete_object.__name__)(Bucket="named", Key="k")

    def data(self):
        return self.seventh.save, self.eighth.name


def put(store, item):
    store.save(item)


def handler(event, context):
    s3.put_object(Bucket="a", Key="b")
    repo = Repo()
    repo.bound(event)
    repo.held(event)
    repo.handed(event)
    repo.named(event)
    repo.moved(event)
    repo.passed(event)
    repo.queued(event)
    repo.by_its_name()
    repo.data()
