"""What hangs on one cause is one entry, where the cause lies; what has one of its own stays apart."""

import operator

import settings
from clients import act, first, pages, shared


def stacks():
    shared.describe_stacks()
    act(QueueUrl="q")


def users():
    for page in shared.get_paginator("list_users").paginate():
        print(page)
    shared.get_waiter("db_instance_available").wait()
    return pages.paginate()


def link():
    act()
    return shared.generate_presigned_url("list_users")


def alone():
    first.list_tags_for_resource(ResourceArn="a")


def certain():
    shared.upload_file("report", "archive", "report")
    shared.describe_stack_events(StackName="stack")


class Report:
    def __init__(self, bus, other_client):
        self.bus = bus
        self.other_client = other_client

    def exports(self):
        return self.bus.list_exports(NextToken="a"), self.other_client.list_tags_for_resource(ResourceArn="b")

    def imports(self):
        return self.bus.list_imports(ExportName="a")


def passed(bus):
    return bus.list_exports(NextToken="a")


def by_path():
    reading = operator.methodcaller(settings.read("reading"), Bucket="b")
    import boto3

    reading(boto3.client("s3"))
    return operator.attrgetter(settings.read("way"))(boto3.client("sns"))()
