import os

import boto3
from botocore.config import Config


def handler(event, context):
    boto3.client("dynamodb", config=Config(region_name="eu-west-1")).scan(TableName="configured")
    boto3.client("dynamodb", config=Config(region_name="eu-west-1"), **event).scan(TableName="configured-or-passed")
    boto3.client("dynamodb", region_name="eu-west-2", config=Config(region_name="eu-west-1")).scan(TableName="passed")
    keywords = {}
    if event.get("region"):
        keywords["region_name"] = "eu-west-1"
    boto3.client("dynamodb", **keywords).scan(TableName="perhaps")
    boto3.Session(**keywords).client("dynamodb").scan(TableName="perhaps-in-a-session")
    boto3.client("dynamodb", config=Config(**keywords)).scan(TableName="perhaps-configured")
    boto3.client("dynamodb", **({"region_name": "eu-west-1"} if event.get("z") else {})).scan(TableName="either")
    region = os.environ["AWS_REGION"] if event.get("here") else "eu-west-1"
    boto3.client("dynamodb", region_name=region).scan(TableName="here-or-there")


def by_default(event, context):
    boto3.setup_default_session(region_name="eu-west-2")
    boto3.client("dynamodb").scan(TableName="of-the-session")
    boto3.client("dynamodb", region_name=os.environ["AWS_REGION"]).scan(TableName="of-the-code")
    boto3.client("dynamodb", region_name=os.environ.get("AWS_REGION", "eu-west-3")).scan(TableName="of-the-code-too")
