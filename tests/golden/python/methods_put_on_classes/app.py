import boto3
import strange_registry


class Transport(strange_registry.Base):
    def __init__(self):
        self.sqs = boto3.client("sqs")


def log(self, record):
    self.sqs.list_queues()


Transport.emit = log
strange_registry.use(Transport())


def handler(event, context):
    return strange_registry.run(event)
