from functools import partial

import boto3

s3 = boto3.client("s3")
write = partial(s3.put_object, Bucket="written", Key="key")
send = lambda: boto3.client("sqs").send_message(  # noqa: E731
    QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/sent", MessageBody=""
)


def read():
    s3.get_object(Bucket="read", Key="key")


def remove():
    s3.delete_object(Bucket="removed", Key="key")
