import boto3
from acme_pages import Pages
from acme_store import Store
from acme_waits import Waits


def store(event, context):
    return Store(boto3.resource("dynamodb").Table("codes")).all()


def pages(event, context):
    return Pages(boto3.client("s3").get_paginator("list_objects_v2")).all()


def waits(event, context):
    return Waits(boto3.client("ec2").get_waiter("instance_running")).until("running")
