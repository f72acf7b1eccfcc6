import boto3

bedrock = boto3.client("bedrock-runtime")


def handler(event, context):
    bedrock.invoke_model(modelId=event["model"], body=event["body"])
