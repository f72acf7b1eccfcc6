import argparse
import json

import boto3

s3 = boto3.client("s3")


class Options:
    """Anything may be set, by names that are not known."""

    def __init__(self, pairs):
        for name, value in pairs:
            setattr(self, name, value)


class Action(argparse.Action):
    def __init__(self, pairs):
        for name, value in pairs:
            setattr(self, name, value)


class Settings(dict):
    def __init__(self, name, value):
        self[name] = value


class Purge:
    def __init__(self, key):
        s3.delete_object(Bucket="b", Key=key)


def main(path):
    with open(path) as file:
        pairs = [(name, Purge) for name in json.load(file)]
    given = Options(pairs) if path else "one,two"
    for name in given.split(","):
        s3.get_object(Bucket="b", Key=name)
    Action(pairs).split(",")
    Settings(path, Purge).get("key")
