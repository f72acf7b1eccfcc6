import os

import boto3


def handler(event, context):
    token = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["TOKEN"])
    key = f"{event['source']}-{context.aws_request_id}"
    boto3.client("s3").put_object(Bucket=os.environ["ARCHIVE"], Key=key, Body=token["VersionId"])
