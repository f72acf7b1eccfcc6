import os

import boto3
from dotenv import load_dotenv

load_dotenv(override=True)


def handler(event, context):
    boto3.client("s3").put_object(Bucket="written", Key=os.environ["KEPT"], Body=b"")
