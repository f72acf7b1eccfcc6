import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    url = sqs.get_queue_url(QueueName="notes")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=event["text"])
