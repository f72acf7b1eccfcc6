import os
import posixpath

import boto3

dynamodb = boto3.client("dynamodb")
s3 = boto3.client("s3")


def handler(event, context):
    dynamodb.get_item(TableName=os.environ["A"].upper(), Key={})
    dynamodb.put_item(TableName=os.environ["B"].replace("-", "_"), Item={})
    s3.get_object(Bucket="x", Key=posixpath.join(os.environ["C"].strip("/"), "", "k.json"))
    dynamodb.delete_item(TableName=os.environ["D"].removesuffix("-dev") + "-x", Key={})
    dynamodb.update_item(TableName=os.environ["E"].split("-")[0], Key={})
    dynamodb.scan(TableName=f"{os.environ['E']:>12}")
