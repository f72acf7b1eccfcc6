"""Where notifications go; each target knows one AWS service."""

import json
from abc import ABC, abstractmethod
from functools import cache

import boto3


class Target(ABC):
    service = ""

    def __init__(self):
        self._client = boto3.client(self.service)

    @abstractmethod
    def notify(self, name, item):
        """Tells the target's readers about an item."""

    @staticmethod
    def _body(item):
        return json.dumps({"bucket": item.bucket, "key": item.key, "size": item.size})


class QueueTarget(Target):
    service = "sqs"

    @cache
    def _url(self, name):
        return self._client.get_queue_url(QueueName=name)["QueueUrl"]

    def notify(self, name, item):
        self._client.send_message(QueueUrl=self._url(name), MessageBody=self._body(item))


class BusTarget(Target):
    service = "events"

    def notify(self, name, item):
        entry = {
            "EventBusName": name,
            "Source": "file-to-queue",
            "DetailType": "FileUnmatched",
            "Detail": self._body(item),
        }
        self._client.put_events(Entries=[entry])


def build_targets():
    return {"queue": QueueTarget(), "bus": BusTarget()}
