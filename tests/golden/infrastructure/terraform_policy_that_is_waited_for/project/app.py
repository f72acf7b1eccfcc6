import os, boto3


def handler(e, c):
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="index.html", Body=b"")
