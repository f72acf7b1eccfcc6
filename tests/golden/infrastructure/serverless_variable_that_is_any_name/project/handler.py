import os
import boto3


def f(event, context):
    boto3.client("s3").put_object(
        Bucket=os.environ["UPLOADS"], Key="{}/logo.png".format(event["x"]), Body=b""
    )
    if os.environ["SIGNUP_ORIGIN_URL"] != "*":
        print(1)
