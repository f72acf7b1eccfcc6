import boto3


def sample():
    return boto3.client("sqs").get_queue_url(QueueName="samples")["QueueUrl"]
