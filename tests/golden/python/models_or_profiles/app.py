"""Only of the model's id that begins with a geography is there an inference profile."""

import os

import boto3

runtime = boto3.client("bedrock-runtime", region_name="us-east-1")


def handler(event, context):
    chosen = "us.anthropic.claude-3-haiku-20240307-v1:0" if os.path.exists("/tmp/x") else "anthropic.claude-v2"
    return runtime.invoke_model(modelId=chosen, body=event["body"])
