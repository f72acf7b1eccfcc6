import boto3


def notify(event):
    boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/other", MessageBody="x")
