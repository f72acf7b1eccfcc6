import boto3
s3 = boto3.client("s3")
def handler(event, context):
    for b in ("acme-a", "acme-b"):
        s3.get_object(Bucket=b, Key=event["k"])
