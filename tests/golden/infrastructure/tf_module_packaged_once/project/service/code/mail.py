import boto3

sqs = boto3.client("sqs")


def send(queue, text):
    sqs.send_message(QueueUrl=queue, MessageBody=text)
