import os

import boto3

address = None
if os.getenv("STAGE") == "local":
    address = "https://localhost.localstack.cloud:4566"

s3 = boto3.client("s3", endpoint_url=address)


def handler(event, context):
    s3.head_bucket(Bucket="pictures")
    s3.head_object(Bucket="pictures", Key="cover")
    boto3.client("lambda", endpoint_url=address).invoke(FunctionName="resize")
    return s3.list_objects(Bucket="pictures")
