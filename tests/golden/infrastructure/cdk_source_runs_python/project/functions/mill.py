import os

import boto3

tables = boto3.resource("dynamodb")


def grind(event, context):
    tables.Table(os.environ["GRAIN"]).put_item(Item={"id": event["id"]})


def weigh(event, context):
    return tables.Table(os.environ["FLOUR"]).get_item(Key={"id": event["id"]})


def sack(event, context):
    return tables.Table(os.environ["FLOUR"]).scan()


def sweep(event, context):
    tables.Table(os.environ["GRAIN"]).delete_item(Key={"id": event["id"]})
