import os

import boto3

sns = boto3.client("sns")


def handler(event, context):
    sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
    if os.environ["AUDIT"]:
        sns.publish(TopicArn=os.environ["AUDIT"], Message="x")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    boto3.client("lambda").invoke(FunctionName=os.environ["WORKER"])
    boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key={"id": {"S": "a"}})
