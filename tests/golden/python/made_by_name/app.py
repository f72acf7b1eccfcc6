"""Clients that a library makes which is not here: what it is asked for says of which service."""

import backoff
from mypy_boto3_sns import SNSClient
from vault.sessions import connected, pool


def builds():
    client = pool.get_boto3_client("codebuild", "eu-west-1")
    return client.list_projects()


def role(name):
    iam = connected("iam", service_type="resource")
    boto = pool.boto3_cached("iam", service_type="resource", role="auditor")
    boto.Role(name).load()
    return iam


def waits():
    pool.get_boto3_client("rds").get_waiter("db_instance_available").wait(DBInstanceIdentifier="main")
    pool.reader.get_waiter("db_instance_available").wait(DBInstanceIdentifier="main")


def computed(operation):
    return getattr(pool.get_boto3_client("lightsail"), "get_" + operation)()


def policy(client, bucket):
    return client.get_bucket_policy(Bucket=bucket)


def retried(bucket):
    import boto3

    read = backoff.on_exception(backoff.expo, ValueError)(policy)
    return read(boto3.client("s3"), bucket)


def of_either(kind):
    clients = [boto for boto in (pool.get_boto3_client("sns"), pool.get_boto3_client("sqs"))]
    return [client.list_topics() for client in clients], kind


def declared():
    topics: SNSClient = pool.get_boto3_client("sns")
    return topics.get_topic_attributes(TopicArn="arn:aws:sns:eu-west-1:123456789012:news")
