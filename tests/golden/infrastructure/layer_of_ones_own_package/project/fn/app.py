import shared_lib
import boto3
def handler(e,c):
    shared_lib.save()
    boto3.client("s3").get_object(Bucket="b",Key="k")
