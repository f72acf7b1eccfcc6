from aws_cdk import Stack
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from .worker import Worker


class Orders(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        queue = sqs.Queue(self, "Queue")
        worker = Worker(self, "Worker")
        queue.grant_consume_messages(worker.function)
        worker.add_event_source(sources.SqsEventSource(queue))
