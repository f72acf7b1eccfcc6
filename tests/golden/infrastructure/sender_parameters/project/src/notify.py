import os

import boto3

ses = boto3.client("ses")


def handler(event, context):
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [event["to"]]},
        Message={"Subject": {"Data": "news"}, "Body": {"Text": {"Data": event["text"]}}},
    )
