import os

import boto3

secrets = boto3.client("secretsmanager")
sns = boto3.client("sns")


def handler(event, context):
    login = secrets.get_secret_value(SecretId=os.environ["LOGIN"])["SecretString"]
    sns.publish(TopicArn=os.environ["TOPIC"], Message=str(len(login)))
