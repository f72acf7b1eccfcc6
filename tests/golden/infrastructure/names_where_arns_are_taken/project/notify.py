import os

import boto3


def handler(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="new")
    boto3.client("kinesis").put_record(StreamARN=os.environ["STREAM"], Data=b"1", PartitionKey="1")
