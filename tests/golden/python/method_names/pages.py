"""Pages of any operation, by the method that makes it."""

import boto3

ecr = boto3.client("ecr")
glue = boto3.client("glue")


def paginate(client, method, **kwargs):
    return client.get_paginator(method.__name__).paginate(**kwargs)


def images():
    return paginate(ecr, ecr.list_images, repositoryName="web")


def partitions(database, table):
    return paginate(glue, glue.get_partitions, DatabaseName=database, TableName=table)
