import boto3
import pytest


@pytest.mark.live
def check_buckets():
    boto3.client("s3").delete_bucket(Bucket="checked")
