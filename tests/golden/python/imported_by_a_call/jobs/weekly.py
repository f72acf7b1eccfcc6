import boto3


def run():
    boto3.client("sqs").list_queues()
