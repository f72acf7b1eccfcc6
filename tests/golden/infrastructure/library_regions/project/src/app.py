import os
import boto3
from strands import Agent
from strands.models import BedrockModel

BEDROCK_REGION = os.environ.get("BEDROCK_REGION", "us-east-1")


def handler(event, context):
    model = BedrockModel(region_name=BEDROCK_REGION, model_id=event["model"])
    Agent(model=model)("hello")
