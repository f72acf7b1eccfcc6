import os

import boto3

client = boto3.client("secretsmanager")


def written(event, context):
    return client.get_secret_value(SecretId=os.environ["SECRET"])


def named(event, context):
    return client.get_secret_value(SecretId=os.environ["NAME"])


class Settings:
    def __init__(self, name):
        self.arn = f"arn:aws:secretsmanager:eu-west-1:123456789012:secret:{name}"

    def read(self):
        return client.get_secret_value(SecretId=self.arn)


def computed(event, context):
    return Settings(os.environ["NAME"]).read()
