import os

import boto3

s3 = boto3.client("s3")


def given(event, context):
    return s3.get_object(Bucket=os.environ["BUCKET"], Key=event["k"])["Body"].read()


def reader(event, context):
    return s3.get_object(Bucket="pb", Key=event["k"])["Body"].read()


def writer(event, context):
    s3.put_object(Bucket="pb", Key=event["k"], Body=b"")
    return s3.get_object(Bucket="pb", Key=event["k"])["Body"].read()


def both(event, context):
    s3.get_object(Bucket="db", Key=event["k"])
    return s3.get_object(Bucket="pb", Key=event["k"])["Body"].read()


def given_and_named(event, context):
    s3.put_object(Bucket="db", Key=event["k"], Body=b"")
    return s3.get_object(Bucket=os.environ["BUCKET"], Key=event["k"])["Body"].read()
