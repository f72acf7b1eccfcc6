"""Reads orders, and says so."""

import os

import boto3

orders = boto3.resource("dynamodb").Table(os.environ["ORDERS"])
sns = boto3.client("sns")


def handler(event, context):
    found = orders.get_item(Key={"id": event["id"]})
    sns.publish(TopicArn=os.environ["READ"], Message=str(found))
