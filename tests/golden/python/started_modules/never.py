import boto3


def main():
    boto3.client("s3").delete_bucket(Bucket="never")
