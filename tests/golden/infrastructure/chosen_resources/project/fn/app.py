import os

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    for name in ("USER_SECRET", "TOKEN_SECRET"):
        secrets.get_secret_value(SecretId=os.environ[name])
