"""Resources and collections that nobody made, on what is called after their service or type."""

import boto3
from acme_layer import bucket, dynamodb
from acme_layer import table as orders

sqs = boto3.resource("sqs")
dynamo = boto3.resource("dynamodb")


def write(table, item):
    with table.batch_writer(overwrite_by_pkeys=["id"]) as batch:
        batch.put_item(Item=item)


def remove(keys):
    with orders.batch_writer() as batch:
        for key in keys:
            batch.delete_item(Key=key)


def read(ddb_resource, dynamodb):
    return dynamodb.Table("orders").scan(), ddb_resource.Model("orders").scan()


def read_of_layer():
    return dynamodb.Table("orders").scan()


def scan(table):
    return table.scan()


def store(bucket):
    bucket.Object("report.csv").put(Body=b"")


def load():
    return bucket.Object("report.csv").get()["Body"].read()


def move():
    bucket.upload_file("report.csv", "reports/1.csv")


def clean(bucket):
    bucket.objects.filter(Prefix="old/").delete()


def list_all():
    return [item.key for item in bucket.objects.all()]


def stop(ec2):
    ec2.instances.filter(Filters=[{"Name": "tag:stage", "Values": ["test"]}]).stop()


def done(queue):
    for message in queue.receive_messages(MaxNumberOfMessages=1):
        message.delete()


def of_another_library(User, session, blob):
    User.objects.filter(name="x").delete()
    User.objects.all()
    session.Object("key").put(body=b"")
    blob.objects.filter(prefix="x")
    blob.batch_writer(size=3).put_item(1)
