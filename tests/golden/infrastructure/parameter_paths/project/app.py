import os

import boto3

ssm = boto3.client("ssm")


def handler(event, context):
    return ssm.get_parameter(Name=os.environ["TOKEN"], WithDecryption=True)["Parameter"]["Value"]
