import os

import boto3

dynamodb = boto3.client("dynamodb")


def by_name(key, fallback):
    if key in os.environ:
        return os.environ[key]
    return fallback


def by_value(key, fallback):
    found = os.environ.get(key)
    if found is not None:
        return found
    return fallback


def replaced(key, fallback):
    found = os.environ.get(key)
    if not found:
        found = fallback
    return found


def of_some(key, fallback):
    found = os.environ.get(key)
    if found.startswith("live-"):
        return found
    return fallback


def handler(event, context):
    dynamodb.get_item(TableName=by_name("TABLE", "fallback-table"))
    dynamodb.put_item(TableName=by_value("TABLE", "fallback-table"))
    dynamodb.update_item(TableName=replaced("TABLE", "fallback-table"))
    dynamodb.scan(TableName=of_some("TABLE", "granted-too"))
    dynamodb.query(TableName=by_value("UNSET", "granted-table"))
