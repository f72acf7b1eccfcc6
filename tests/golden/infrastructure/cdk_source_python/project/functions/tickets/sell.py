import os

import boto3

sold = boto3.resource("dynamodb").Table(os.environ["SOLD"])
s3 = boto3.client("s3")


def handler(event, context):
    prices = s3.get_object(Bucket=os.environ["LISTS"], Key="prices/" + os.environ["PRICES"])
    sold.put_item(Item={"number": event["number"], "price": prices["Body"].read()})
