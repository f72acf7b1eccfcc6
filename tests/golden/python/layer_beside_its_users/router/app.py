from helper import client
from tools import names


def handler(event, context):
    client("sqs").send_message(QueueUrl=names.QUEUE, MessageBody="x")
