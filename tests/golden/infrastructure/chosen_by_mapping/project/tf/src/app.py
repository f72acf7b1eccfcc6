import os

import boto3


def handler(event, context):
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["TOKEN"])
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="here")
