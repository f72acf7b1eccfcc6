import os

import boto3


def handler(event, context):
    return boto3.client("bedrock-agent-runtime").retrieve_and_generate(
        input={"text": event["q"]},
        retrieveAndGenerateConfiguration={
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": {"knowledgeBaseId": event["kb"], "modelArn": os.environ["MODEL"]},
        },
    )
