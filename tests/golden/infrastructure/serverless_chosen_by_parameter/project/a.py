import os
import boto3
def handler(e, c):
    boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key="k")
