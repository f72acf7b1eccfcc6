import boto3

KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"


def run(path):
    bucket = boto3.resource("s3").Bucket("reports")
    bucket.upload_file(path, "day", ExtraArgs={"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY})
