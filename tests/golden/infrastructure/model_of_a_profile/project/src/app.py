import os

import boto3


def handler(event, context):
    boto3.client("bedrock-runtime").converse(modelId=os.environ["MODEL"], messages=[])
