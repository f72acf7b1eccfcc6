import os

import boto3

pictures = boto3.client("s3")
functions = boto3.client("lambda")


def handler(event, context):
    pictures.get_object(Bucket=os.environ["PICTURES"], Key=f"in/{event['name']}")
    if event.get("more"):
        functions.invoke(FunctionName="resize", InvocationType="Event", Payload=b"{}")
