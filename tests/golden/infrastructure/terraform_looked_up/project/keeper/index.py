import os

import boto3

tables = boto3.resource("dynamodb", region_name="eu-north-1")


def handler(event, context):
    boat = tables.Table(os.environ["BOATS"]).get_item(Key={"id": event["id"]})
    tables.Table(os.environ["JOURNAL"]).put_item(Item={"id": boat["Item"]["id"]})
