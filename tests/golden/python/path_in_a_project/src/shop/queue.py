import boto3
sqs = boto3.client("sqs")


def send(body):
    sqs.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/orders", MessageBody=body)


def purge():
    sqs.purge_queue(QueueUrl="x")
