import boto3


def run():
    boto3.client("s3").put_object(Bucket="kept", Key="a")
