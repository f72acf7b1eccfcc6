import os

import boto3

loans = boto3.resource("dynamodb").Table(os.environ["LOANS"])
secrets = boto3.client("secretsmanager")


def open(event, context):
    secrets.get_secret_value(SecretId=os.environ["KEY"])
    return loans.get_item(Key={"book": event["book"]})
