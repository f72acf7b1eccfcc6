"""Functions that are set, and not defined, under a name that is computed."""

from types import SimpleNamespace

import boto3

import steps


class Actions:
    remove = staticmethod(steps.remove)

    def __init__(self, first):
        self.first = first


def handler(event, context):
    getattr(Actions(steps.read), event["action"])()
    getattr(steps, event["step"])()
    space = SimpleNamespace(notify=boto3.client("sns").publish)
    getattr(space, event["call"])(TopicArn="arn:aws:sns:eu-west-1:111122223333:told", Message="")
