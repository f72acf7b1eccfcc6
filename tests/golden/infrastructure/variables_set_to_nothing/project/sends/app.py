import os

import boto3


def handler(event, context):
    arn = "arn:aws:kinesis:us-east-1:123456789012:stream/news"
    boto3.client("kinesis").put_record(StreamARN=arn, Data=os.environ["TOPIC"], PartitionKey="1")
    if os.environ["BUCKET"]:
        boto3.client("s3").get_bucket_acl(Bucket=os.environ["BUCKET"])
