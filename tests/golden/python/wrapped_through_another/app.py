import boto3

from tracing import tracer

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def _save(bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")


def _load(bucket):
    return s3.get_object(Bucket=bucket, Key="k")


save = tracer.wrap(_save)
load = tracer.wrap(_load)


@tracer.wrap
def send(queue):
    sqs.send_message(QueueUrl=f"https://sqs.eu-west-1.amazonaws.com/123456789012/{queue}", MessageBody="x")


def handler(event, context):
    save("written")
    load("read")
    send("jobs")
