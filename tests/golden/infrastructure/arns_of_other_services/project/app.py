import os

import boto3

ssm = boto3.client("ssm")
secrets = boto3.client("secretsmanager")
logs = boto3.client("logs")


def read(name):
    if ":secretsmanager:" in name:
        return secrets.get_secret_value(SecretId=name)["SecretString"]
    return ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]


def handler(event, context):
    logs.put_subscription_filter(
        logGroupName=event["group"], filterName="all", filterPattern="", destinationArn=os.environ["DESTINATION"]
    )
    return read(os.environ["TOKEN"])
