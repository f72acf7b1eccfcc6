import os

import boto3

from settings import settings

s3 = boto3.client("s3")
DRY_RUN = False
IS_PROD = os.environ["STAGE"] == "prod"
DEBUG = os.environ.get("DEBUG", "true").lower() == "true"
FLAGS = {"prod": os.environ["STAGE"] == "prod"}


def is_stage(name):
    return os.environ["STAGE"] == name


def is_early():
    if os.environ["STAGE"] == "prod":
        return True
    return False


def handler(event, context):
    if DRY_RUN:
        s3.get_object(Bucket="py-dry", Key="k")
    if IS_PROD:
        s3.delete_object(Bucket="py-prod", Key="k")
    else:
        s3.get_object(Bucket="py-other", Key="k")
    if DEBUG or FLAGS["prod"] or FLAGS.get("prod"):
        s3.delete_object(Bucket="py-debug", Key="k")
    if settings.prod:
        s3.delete_object(Bucket="py-settings", Key="k")
    if is_stage("prod"):
        s3.delete_object(Bucket="py-stage", Key="k")
    if is_stage("dev") and not is_early():
        s3.get_object(Bucket="py-dev", Key="k")
    if IS_PROD is True or is_early():
        s3.delete_object(Bucket="py-early", Key="k")
    if IS_PROD or event["any"]:
        s3.get_object(Bucket="prod" if IS_PROD else "py-any", Key="k")
