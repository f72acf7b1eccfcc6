import os

import boto3


def handler(event, context):
    key = {"id": {"S": event["id"]}}
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    boto3.client("lambda").invoke(FunctionName=os.environ["WORKER"])
    boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key=key)
    boto3.client("dynamodb").query(TableName=os.environ["TABLE"], IndexName="by-day")
    boto3.client("events").put_events(
        Entries=[{"EventBusName": os.environ["BUS"], "Source": "a", "DetailType": "b", "Detail": "{}"}]
    )
    boto3.client("kms").encrypt(KeyId=os.environ["KEY"], Plaintext=secret["SecretString"])
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=event["id"])
    boto3.client("s3").get_object(Bucket=os.environ["BUCKET"] or "forms-spare", Key="all")
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message=event["id"])
