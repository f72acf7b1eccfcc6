"""Which service is asked, and for what, only the configuration knows."""

import boto3
import settings


def client_for(name):
    return boto3.client(name)


shared = client_for(settings.read("service"))
first = boto3.client(settings.read("first"))
act = getattr(boto3.client("sqs"), settings.read("operation"))
pages = boto3.client("iam").get_paginator(settings.read("pages"))
