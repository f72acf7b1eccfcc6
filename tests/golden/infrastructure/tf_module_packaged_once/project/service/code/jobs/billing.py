import os

from code.mail import send


def handler(event, context):
    send(os.environ["QUEUE_URL"], event["invoice"])
