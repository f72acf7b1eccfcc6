import os

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

stack = cdk.Stack(cdk.App(), "Tools")
queue = sqs.Queue(stack, "Jobs")
sender = lambda_.Function(
    stack,
    "Sender",
    code=lambda_.Code.from_asset(os.path.join(os.getcwd(), "functions/")),
    handler="send.handler",
    runtime=lambda_.Runtime.PYTHON_3_12,
    environment={"QUEUE": queue.queue_url},
)
queue.grant_send_messages(sender)
queue.grant_purge(sender)
