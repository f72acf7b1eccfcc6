import boto3

s3 = boto3.client("s3")


class Store:
    def __init__(self):
        self.queue = boto3.resource("sqs").Queue("https://sqs.eu-west-1.amazonaws.com/123456789012/orders")

    def save(self, item):
        self.queue.send_message(MessageBody=item)

    def name(self):
        return "store"


class Repo:
    """What makes one gives it its store, in no file of the program."""

    def save_all(self, item):
        self.store.save(item)
        self.store.name()
        self.cache.clear()


class Own:
    def __init__(self):
        self.own = {}

    def save_all(self, item):
        self.own.get(item)


def handler(event, context):
    s3.put_object(Bucket="a", Key="b")
    Repo().save_all(event)


def other(event, context):
    s3.put_object(Bucket="c", Key="b")
    Own().save_all(event)
