import boto3


def make():
    boto3.client("s3").delete_bucket(Bucket="made")


def unused():
    boto3.client("s3").delete_bucket(Bucket="unused")
