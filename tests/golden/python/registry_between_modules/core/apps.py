import boto3

from core.registry import services


def ready():
    services.ses = boto3.client("ses")
