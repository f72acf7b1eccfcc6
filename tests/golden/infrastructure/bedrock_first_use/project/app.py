import boto3

bedrock = boto3.client("bedrock-runtime")


def handler(event, context):
    question = [{"role": "user", "content": [{"text": event["question"]}]}]
    answer = bedrock.converse(modelId="anthropic.claude-3-haiku-20240307-v1:0", messages=question)
    return answer["output"]["message"]["content"][0]["text"]
