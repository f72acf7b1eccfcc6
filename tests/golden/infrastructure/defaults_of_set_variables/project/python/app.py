import os

import boto3
from dotenv import load_dotenv

load_dotenv()

MODE = os.environ.get("MODE", "bucket")
LEVEL = os.environ.get("LEVEL", "dev").lower()


class Settings:
    def __init__(self):
        self.mode = os.environ.get("MODE") or "bucket"


def put():
    boto3.client("s3").put_object(Bucket="python", Key="order", Body=b"")


def send():
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/python"
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="order")


def handler(event, context):
    if MODE == "bucket" or LEVEL == "dev" or Settings().mode == "bucket":
        put()
    elif os.getenv("MODE", "bucket") != "bucket":
        send()
