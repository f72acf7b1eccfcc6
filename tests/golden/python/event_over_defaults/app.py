import boto3

DEFAULTS = {"Bucket": "dev", "Key": "k"}

s3 = boto3.client("s3")


def handler(event, context):
    spread = {**DEFAULTS, **event}
    s3.put_object(Bucket=spread["Bucket"], Key="spread")
    updated = dict(DEFAULTS)
    updated.update(event)
    s3.put_object(Bucket=updated["Bucket"], Key="updated")
    s3.put_object(Bucket=(DEFAULTS | event)["Bucket"], Key="united")
    s3.put_object(Bucket={**event, **DEFAULTS}["Bucket"], Key="behind")
    send({**DEFAULTS, "Tagging": "sent"})


def send(values):
    s3.put_object(Bucket=values["Bucket"], Key=values["Key"])
