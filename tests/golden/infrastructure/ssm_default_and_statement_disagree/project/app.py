import os

import boto3

P = os.environ["P"]


def handler(event, context):
    return boto3.client("ssm").get_parameter(Name=P + "/token")
