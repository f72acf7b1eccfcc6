import os

import boto3

secrets = boto3.client("secretsmanager")
sns = boto3.client("sns")
sqs = boto3.client("sqs")
dynamodb = boto3.resource("dynamodb")


def handler(event, context):
    secrets.get_secret_value(SecretId=os.environ["SECRET"])
    secrets.get_secret_value(SecretId=os.environ["SECRET_ID"])
    secrets.get_secret_value(SecretId=os.environ["SECRET_ARN"])
    sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
    sqs.send_message(QueueUrl=os.environ["WARNINGS"], MessageBody="x")
    for name in ("TABLE", "PRICES", "STOCK"):
        dynamodb.Table(os.environ[name]).put_item(Item={"id": "1"})
