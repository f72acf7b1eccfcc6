import os

import boto3


def handler(event, context):
    return boto3.client("ssm").get_parameter(Name=os.environ["RATES"])["Parameter"]["Value"]
