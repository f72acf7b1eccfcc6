"""Methods of boto3's resources that are called otherwise than their operations, on what nobody made."""

import boto3

s3 = boto3.client("s3")


def send(queue, entries):
    queue.send_messages(Entries=entries)


def receive(queue):
    return queue.receive_messages(MaxNumberOfMessages=10)


def hide(message):
    message.change_visibility(VisibilityTimeout=3)


def write(table):
    with table.batch_writer() as batch:
        batch.put_item(Item={"key": "1"})


def attach(holder):
    holder.attach_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")


def of_another_library(job, database):
    job.send_messages(["text"])
    job.receive_messages()
    job.send_messages(entries=["text"])
    database.delete_messages(1, 2)
