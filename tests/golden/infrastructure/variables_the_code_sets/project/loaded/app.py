import os

import boto3
from dotenv import load_dotenv

load_dotenv(override=True)


def handler(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket="loaded", Key=os.environ["LOADED"], Body=b"")
    s3.put_object(Bucket="made", Key=os.environ["MADE"], Body=b"")
    s3.put_object(Bucket="kept", Key=os.environ["KEPT"], Body=b"")
