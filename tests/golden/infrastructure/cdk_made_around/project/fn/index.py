import os

import boto3


def users(event, context):
    boto3.client("cognito-idp").admin_get_user(UserPoolId=os.environ["POOL"], Username=event["user"])


def settings(event, context):
    return boto3.client("ssm").get_parameter(Name=os.environ["SETTINGS"])
