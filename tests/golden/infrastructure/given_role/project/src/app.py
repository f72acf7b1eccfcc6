import os

import boto3

vault = boto3.client("secretsmanager", region_name="eu-west-1")
queues = boto3.client("sqs")


def handler(event, context):
    token = vault.get_secret_value(SecretId=os.environ["TOKEN"])["SecretString"]
    vault.get_secret_value(SecretId=os.environ["LEDGER"])
    queues.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=token)
