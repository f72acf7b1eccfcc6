import os

import boto3
from botocore.config import Config


def handler(event, context):
    boto3.client("dynamodb").scan(TableName="here")
    boto3.client("dynamodb", region_name=os.environ["AWS_REGION"]).scan(TableName="here-by-name")
    boto3.client("dynamodb", region_name=os.environ.get("AWS_REGION", "eu-west-1")).scan(TableName="here-by-default")
    boto3.client("dynamodb", config=Config(region_name="eu-west-1")).scan(TableName="configured")
    keywords = {}
    if event.get("region"):
        keywords["region_name"] = "us-gov-west-1"
    boto3.client("dynamodb", **keywords).scan(TableName="perhaps")
    region = os.environ["AWS_REGION"] if event.get("here") else "eu-west-1"
    boto3.client("dynamodb", region_name=region).scan(TableName="here-or-there")
    boto3.client("dynamodb", **event["options"]).scan(TableName="passed")
