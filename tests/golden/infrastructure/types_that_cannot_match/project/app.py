import boto3


def read(event, context):
    return boto3.client("s3").get_object(Bucket="docs", Key=event["key"])
