import boto3


def handler(event, context):
    queue = boto3.client("sqs").get_queue_url(QueueName="reports")["QueueUrl"]
    boto3.client("sqs").send_message(QueueUrl=queue, MessageBody="x")
