from typing import TypedDict

import boto3
from mypy_boto3_s3.type_defs import CopySourceTypeDef


class Row(TypedDict, total=False):
    TableName: str
    Key: dict


class Wide(Row):
    ProjectionExpression: str


def copy(event):
    source = CopySourceTypeDef(Bucket="in", Key="a")
    boto3.client("s3").copy_object(CopySource=source, Bucket="out", Key="x")


def copy_other(event):
    source: CopySourceTypeDef = CopySourceTypeDef({"Bucket": "other", "Key": "b", "VersionId": event["v"]})
    boto3.client("s3").copy_object(CopySource=source, Bucket="out", Key="y")


def row(event):
    boto3.client("dynamodb").get_item(**Row(TableName="orders", Key=event))
    request = Wide(TableName="lines", Key=event)
    request["ConsistentRead"] = True
    boto3.client("dynamodb").get_item(**request)


def read(request):
    boto3.client("s3").get_object(**request)
