import boto3
def handler(event, context):
    boto3.client("sns").publish(TopicArn=event["t"], Message="x")
