import os

import boto3

pools = boto3.client("cognito-idp")


def handler(event, context):
    pools.admin_get_user(UserPoolId=os.environ["POOL"], Username=event["name"])
