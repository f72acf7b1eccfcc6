import boto3

bedrock = boto3.client("bedrock-runtime")


def near(event, context):
    return bedrock.converse(modelId="jp.anthropic.claude-haiku-4-5-20251001-v1:0", messages=event["messages"])


def listed(event, context):
    return bedrock.converse(modelId="us.amazon.nova-lite-v1:0", messages=event["messages"])


def any_model(event, context):
    return bedrock.converse(modelId=event["model"], messages=event["messages"])
