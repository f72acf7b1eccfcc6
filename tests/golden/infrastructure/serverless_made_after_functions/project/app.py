import os

import boto3


def first(event, context):
    boto3.client("lambda").invoke(FunctionName=os.environ["SECOND"], Payload=b"{}")
    boto3.client("lambda").invoke(FunctionName=os.environ["THIRD"], Payload=b"{}")
    boto3.client("s3").put_object(Bucket="orders-photos", Key="a", Body=b"")
    boto3.client("sns").create_topic(Name="orders-topic")


def second(event, context):
    machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders-ship"
    boto3.client("stepfunctions").start_execution(stateMachineArn=machine)


def read(event, context):
    boto3.client("s3").put_object(Bucket="orders-photos", Key="b", Body=b"")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="read")


def third(event, context):
    pass
