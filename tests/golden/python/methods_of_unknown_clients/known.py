import boto3
from directory import Directory

CLIENT = boto3.client("organizations")


def handler(event, context):
    Directory(client=CLIENT).each("r-1")
