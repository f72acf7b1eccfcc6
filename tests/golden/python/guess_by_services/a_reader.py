"""What a method's name means may rest on the services that the rest of the program uses, seen earlier or later."""

import boto3
import z_writer


def streams(reader):
    return reader.list_streams()


def session():
    return boto3.Session(), z_writer


class Connected:
    """What its client is of, those say that derive from it."""

    def __init__(self, client):
        self._client = client


class FsxReader(Connected):
    def volumes(self):
        return self._client.describe_volumes()


class Ec2Reader(Connected):
    def volumes(self):
        return self._client.describe_volumes()


class Reader(Connected):
    def volumes(self):
        return self._client.describe_volumes()
