import boto3

DEFAULTS = {"Bucket": "dev", "Key": "k"}
s3 = boto3.client("s3")


def run():
    s3.get_object(**{**DEFAULTS, "Key": "behind"})
    values = {**DEFAULTS, "Key": "set"}
    s3.put_object(**values)
