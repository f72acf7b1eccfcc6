import os

import boto3

dynamodb = boto3.resource("dynamodb")
s3 = boto3.resource("s3")
ec2 = boto3.resource("ec2")
client = boto3.client("s3")


def of_a_client(item):
    dynamodb.put_item(TableName=os.environ["TABLE"], Item=item)


def of_a_type(item):
    table = dynamodb.Table("orders")
    table.put(Item=item)
    with table.batch_writer() as batch:
        batch.put(item)


def of_a_collection(name):
    s3.Bucket(name).objects.remove()
    ec2.Instance(name).wait_until_ready()


def of_what_a_client_makes():
    client.get_paginator("list_objects_v2").pages(Bucket="acme-listed")
    client.get_waiter("bucket_exists").wait_for(Bucket="acme-awaited")


def what_is_loaded():
    table = dynamodb.Table("counted")
    image = ec2.Image("ami-1")
    s3.Object("acme", "key").last_modified.isoformat()
    return table.item_count, image.state_reason["Code"], table.creation_date_time.isoformat()
