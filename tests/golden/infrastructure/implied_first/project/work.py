import boto3
from aws_xray_sdk.core import patch_all

patch_all()


def read(event, context):
    boto3.client("s3").list_buckets()
    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output="{}")
