from app._vendor import boto3
from app._vendor.click import command
from ._vendor.botocore.config import Config
from shop.vendor import stock

@command()
def main(key):
    s3 = boto3.client("s3", config=Config(retries={"max_attempts": 2}))
    s3.delete_object(Bucket="reports", Key=key)
    stock.keep(key)
