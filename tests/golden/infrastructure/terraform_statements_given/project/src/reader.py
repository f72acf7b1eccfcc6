import boto3


def handler(event, context):
    boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:news", Message="read")
    return boto3.client("s3").get_object(Bucket="shelf", Key=event["key"])


def idle(event, context):
    return None
