import logging
import os
import time

import boto3

log = logging.getLogger(__name__)


class Settings:
    def __init__(self):
        self.known = {}
        self.since = {}

    def get(self, key, default=None):
        now = time.time()
        if key in self.known:
            age = now - self.since.get(key, 0)
            if age < 300:
                log.debug(f"known: {key}")
                return self.known[key]
            del self.known[key]
            del self.since[key]
            log.debug(f"too old: {key}")

        value = os.getenv(key, default)
        self.known[key] = value
        self.since[key] = now
        log.debug(f"read: {key}")
        return value


settings = Settings()


def setting(key, default=None):
    return settings.get(key, default)


def handler(event, context):
    table = boto3.resource("dynamodb").Table(setting("TABLE"))
    table.put_item(Item={"id": setting("FOLDER", "./made")})
    boto3.client("sqs").send_message(QueueUrl=setting("QUEUE_URL"), MessageBody="x")
