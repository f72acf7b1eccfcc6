import boto3
def handler(e, c):
    return boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/q", MessageBody="x")
