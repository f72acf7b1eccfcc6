import boto3 as aws
session = aws.session.Session(region_name="eu-central-1")
s3 = session.client("s3")
def client(name: str):
    return session.client(name)
