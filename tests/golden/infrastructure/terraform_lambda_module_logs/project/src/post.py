import boto3

sqs = boto3.client("sqs")


def stamps(event, context):
    return "stamped"


def letters(event, context):
    sqs.send_message(QueueUrl=event["queue"], MessageBody="letter")


def frank(event, context):
    return event["Records"][0]["cf"]["request"]


def sort(event, context):
    sqs.send_message(QueueUrl=event["queue"], MessageBody="sorted")
