import boto3

MODEL = "${model}"


def handler(event, context):
    return boto3.client("bedrock-runtime").invoke_model(modelId=MODEL, body=event["body"])
