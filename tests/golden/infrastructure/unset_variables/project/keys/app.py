import os

import boto3


def key():
    if "PLAIN_KEY" in os.environ:
        return os.environ["PLAIN_KEY"]
    if "KEY_SECRET" in os.environ:
        return boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["KEY_SECRET"])["SecretString"]
    return boto3.client("lambda").get_function(FunctionName=os.environ["AWS_LAMBDA_FUNCTION_NAME"])


def handler(event, context):
    return key()
