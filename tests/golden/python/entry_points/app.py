"""Runs whatever is installed for a group, and with the older library one that is asked for by name."""

from importlib.metadata import entry_points, version

import boto3
import pkg_resources


def handler(event, context):
    for point in entry_points(group="kiln.glazes"):
        point.load()(event)
    boto3.client("sqs").send_message(QueueUrl=event["queue"], MessageBody=version("kiln"))


def fire(event, context):
    pkg_resources.load_entry_point("kiln", "kiln.fires", event["fire"])(event)
