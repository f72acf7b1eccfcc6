import os

import boto3


def put(event, context):
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="k", Body=b"")


def publish(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")


def get(event, context):
    return boto3.resource("dynamodb").Table(os.environ["TABLE"]).get_item(Key={"id": "a"})


def copy(event, context):
    for bucket in (os.environ["BUCKET"], os.environ["OTHER"]):
        boto3.client("s3").put_object(Bucket=bucket, Key="k", Body=b"")


def sweep(event, context):
    sqs = boto3.resource("sqs")
    for name in (os.environ["QUEUE"], "jobs-test", "jobs-live"):
        sqs.get_queue_by_name(QueueName=name).send_message(MessageBody="x")
