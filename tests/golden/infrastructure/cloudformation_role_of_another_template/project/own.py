import boto3


def handler(e, c):
    boto3.client("s3").list_buckets()
