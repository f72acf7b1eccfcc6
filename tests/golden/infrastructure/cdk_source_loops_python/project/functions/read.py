import boto3


def first(event, context):
    return boto3.client("dynamodb").query(TableName=event["table"])


def second(event, context):
    return boto3.client("dynamodb").scan(TableName=event["table"])
