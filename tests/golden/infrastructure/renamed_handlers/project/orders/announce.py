import boto3


def handler(event, context):
    boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:orders", Message=event["text"])
