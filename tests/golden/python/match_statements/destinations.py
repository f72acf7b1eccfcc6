"""Destinations as a closed set of dataclasses, matched by class."""

from dataclasses import dataclass
from typing import Union
import boto3


@dataclass(frozen=True)
class Queue:
    url: str


@dataclass(frozen=True)
class Topic:
    arn: str


@dataclass(frozen=True)
class Bus:
    name: str


Destination = Union[Queue, Topic, Bus]


def send(d: Destination, text: str):
    match d:
        case Queue(url=url):
            boto3.client("sqs").send_message(QueueUrl=url, MessageBody=text)
        case Topic(arn):
            boto3.client("sns").publish(TopicArn=arn, Message=text)
        case Bus(name=name):
            boto3.client("events").put_events(
                Entries=[{"EventBusName": name, "Detail": text, "DetailType": "x", "Source": "y"}]
            )


DESTINATIONS = [
    Queue("https://sqs.eu-west-1.amazonaws.com/1/a"),
    Topic("arn:aws:sns:eu-west-1:1:b"),
    Bus("c"),
]


def fan_out(text):
    for d in DESTINATIONS:
        send(d, text)
