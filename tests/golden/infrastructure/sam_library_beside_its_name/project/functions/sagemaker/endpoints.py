import boto3

client = boto3.client("sagemaker")


def handler(event, context):
    return client.list_endpoints()["Endpoints"]
