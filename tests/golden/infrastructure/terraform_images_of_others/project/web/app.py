import boto3
def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/web", MessageBody="x")
