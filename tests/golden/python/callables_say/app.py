import functools

import boto3
from events import Created, Deleted
from helpers import again, checked, pages, sibling

ec2 = boto3.client("ec2")
iam = boto3.client("iam")
table = boto3.resource("dynamodb").Table("orders")


@functools.singledispatch
def store(event, client):
    raise TypeError(event)


@store.register
def _(event: Created, client):
    client.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/created", MessageBody="")


@store.register(Deleted)
def _deleted(event, client):
    client.purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/deleted")


class Sender:
    def __init__(self):
        self.sns = boto3.client("sns")

    @functools.singledispatchmethod
    def send(self, event):
        raise TypeError(event)

    @send.register(Created)
    def _created(self, event):
        self.sns.publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:created", Message="")


def role(name):
    return iam.get_role(RoleName=name)


def handler(event, context):
    sibling(ec2.terminate_instances, "describe_vpcs")
    list(pages(iam.list_groups, "Groups"))
    again(functools.partial(table.get_item, Key={"id": "1"}))
    checked(role, "admin")
    one = Created() if event["new"] else Deleted()
    store(one, boto3.client("sqs"))
    Sender().send(one)
