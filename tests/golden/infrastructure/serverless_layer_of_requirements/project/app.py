import boto3


def a(e, c):
    boto3.client("s3").get_object(Bucket="b", Key="k")
