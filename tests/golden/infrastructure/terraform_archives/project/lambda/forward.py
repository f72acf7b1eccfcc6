import os

import boto3

firehose = boto3.client("firehose")


def handler(event, context):
    firehose.put_record(DeliveryStreamName=os.environ["STREAM"], Record={"Data": event["line"].encode()})
