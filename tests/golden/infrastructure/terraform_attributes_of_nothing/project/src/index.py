"""Keeps notes, where there is a table for them."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["NOTES"])


def handler(event, context):
    table.put_item(Item={"id": event["id"]})
