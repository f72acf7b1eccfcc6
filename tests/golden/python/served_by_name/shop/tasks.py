import boto3


def clean():
    boto3.client("s3").delete_bucket(Bucket="cleaned")


def _helper():
    boto3.client("s3").delete_bucket(Bucket="helper")
