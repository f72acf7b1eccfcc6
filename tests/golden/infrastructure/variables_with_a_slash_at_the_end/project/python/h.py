import os

import boto3

ssm = boto3.client("ssm")


def with_slash(prefix):
    return prefix if prefix.endswith("/") else prefix + "/"


def f(event, context):
    ssm.get_parameter(Name=with_slash(os.environ["SSM_PREFIX"]) + "db/password")
    ssm.delete_parameter(Name=with_slash("/fixed/") + "db/password")
    # How this one ends is not told.
    ssm.put_parameter(Name=with_slash(f"/shop/{event['stage']}") + "db/password", Value="x", Type="String")
