import boto3 as b3
from boto3 import client as mk, resource
__all__ = ["s3", "table"]
s3 = mk("s3")
table = resource("dynamodb").Table("layered")
_private = b3.client("kms")
