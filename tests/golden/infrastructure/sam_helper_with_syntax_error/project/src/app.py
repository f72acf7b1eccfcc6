import boto3
import helper


def handler(event, context):
    helper.write(boto3.client("s3"))
