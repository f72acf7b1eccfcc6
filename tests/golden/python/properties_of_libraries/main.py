import boto3
from acme.di import Container
from acme.util import lazy_property
from parts import Notes, Repo

container = Container()


class App:
    @lazy_property
    def repo(self):
        return Repo()

    @lazy_property
    def queue(self):
        return boto3.client("sqs")

    @lazy_property
    def purged(self):
        return boto3.client("sqs").purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs")


def handler(event, context):
    app = App()
    app.queue.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody="x")
    container[Notes].write("n")
    return app.repo.find("key")
