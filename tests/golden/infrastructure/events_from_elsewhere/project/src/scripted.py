import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        s3.get_object(Bucket=record["s3"]["bucket"]["name"], Key="c")
