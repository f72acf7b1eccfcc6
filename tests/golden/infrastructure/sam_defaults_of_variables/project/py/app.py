import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.get_object(Bucket=os.environ.get("UNTOLD") or "python-default", Key="untold-or")
    s3.get_object(Bucket=os.environ["UNTOLD"] if os.environ["UNTOLD"] else "python-default", Key="untold-if")
    s3.get_object(Bucket=os.environ.get("UNTOLD", "python-default"), Key="untold-get")
    s3.get_object(Bucket=os.environ.get("PATTERNED") or "python-default", Key="patterned")
    s3.get_object(Bucket=os.environ.get("NAMED") or "python-default", Key="named")
    s3.get_object(Bucket=os.environ.get("LITERAL") or "python-default", Key="literal")
    s3.get_object(Bucket=os.environ.get("NOT_SET", "python-default"), Key="left-out")
    s3.get_object(Bucket=f"{os.environ.get('NOT_SET', 'python-default')}-behind", Key="within")
