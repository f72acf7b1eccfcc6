import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    stage = os.environ["STAGE"]
    only = os.environ["ONLY"]
    away = only and not stage.startswith("prod")
    if away:
        s3.get_object(Bucket="py-away", Key="k")
    else:
        s3.put_object(Bucket="py-here", Key="k")
    quiet = stage == "prod-one" or event["quiet"]
    if not quiet:
        s3.get_object(Bucket="py-loud", Key="k")
    both = stage == "prod-one" and event["quiet"]
    if both:
        s3.delete_object(Bucket="py-both", Key="k")
    is_prod = stage.startswith("prod")
    if is_prod and event["x"]:
        s3.delete_object(Bucket="py-prod", Key="k")
