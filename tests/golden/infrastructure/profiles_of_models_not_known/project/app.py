import os

import boto3

runtime = boto3.client("bedrock-runtime")


def handler(event, context):
    return runtime.converse(modelId=os.environ["MODEL_ID"], messages=[])


def listed(event, context):
    return runtime.invoke_model(modelId=event["model"], body=b"{}")


def told(event, context):
    return runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=b"{}")
