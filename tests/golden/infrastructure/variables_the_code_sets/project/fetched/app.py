import os

import boto3
from dotenv import load_dotenv


def handler(event, context):
    s3 = boto3.client("s3")
    s3.download_file("settings", "env", "/tmp/.env")
    load_dotenv("/tmp/.env", override=True)
    s3.put_object(Bucket="fetched", Key=os.environ["KEPT"], Body=b"")
