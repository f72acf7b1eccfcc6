import boto3


class Store:
    def put(self, key):
        boto3.client("s3").put_object(Bucket="docs", Key=key)


def job(key):
    boto3.client("s3").get_object(Bucket="docs", Key=key)


def unused(key):
    boto3.client("s3").delete_object(Bucket="docs", Key=key)
