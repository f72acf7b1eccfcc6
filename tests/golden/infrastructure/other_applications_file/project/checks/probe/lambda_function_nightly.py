import boto3


def lambda_handler(event, context):
    return boto3.client("sqs").receive_message(QueueUrl=event["queue"])
