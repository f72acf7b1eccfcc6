import os

import boto3

firehose = boto3.client("firehose")
STREAM = os.environ["STREAM"]


def handler(event, context):
    if STREAM != "__NONE__":
        firehose.put_record_batch(DeliveryStreamName=STREAM, Records=event["records"])
