import boto3

s3 = boto3.client("s3")


def put(bucket, body):
    s3.put_object(Bucket=bucket, Key="report", Body=body)


def save(bucket, body):
    put(bucket, body)
