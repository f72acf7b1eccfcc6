"""A variable that is set to a parameter is set; whether to something, the parameter's declaration says."""

import os

import boto3

client = boto3.client("dynamodb")


def unless_there(key, default):
    value = os.environ.get(key)
    if value is None:
        return default
    return value


def unless_something(key, default):
    value = os.environ.get(key)
    if not value:
        return default
    return value


def handler(event, context):
    client.get_item(TableName=unless_there("PLAIN", "no-plain"), Key={})
    client.scan(TableName=unless_something("PLAIN", "plain-default"))
    client.scan(TableName=unless_something("FILLED", "no-filled"))
    client.scan(TableName=unless_something("NAMED", "no-named"))
    client.query(TableName=os.environ.get("EMPTY") or "empty-default")
