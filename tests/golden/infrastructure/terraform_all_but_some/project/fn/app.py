import boto3
s3 = boto3.client("s3")
def handler(event, context):
    o = s3.get_object(Bucket="acme-in", Key=event["key"])
    s3.put_object(Bucket="acme-out", Key=event["key"], Body=o["Body"].read().upper())
