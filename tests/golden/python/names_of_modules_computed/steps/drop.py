import boto3


def run():
    boto3.client("s3").delete_object(Bucket="kept", Key="a")
