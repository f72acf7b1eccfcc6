import os

import boto3


def handler(event, context):
    rates = boto3.client("dynamodb")
    return rates.batch_get_item(
        RequestItems={os.environ["RATES"]: {"Keys": [{"pair": {"S": event["pair"]}}]}}
    )
