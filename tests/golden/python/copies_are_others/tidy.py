import copy

import boto3

s3 = boto3.client("s3")
CURRENT = {"Bucket": "live-reports", "Key": "daily.csv"}


def handler(event, context):
    old = copy.deepcopy(CURRENT)
    old["Bucket"] = "archived-reports"
    s3.delete_object(**old)
    older = CURRENT.copy()
    older["Key"] = "yearly.csv"
    s3.get_object_tagging(**older)
    return s3.get_object(**CURRENT)
