import boto3


def send(url):
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")
