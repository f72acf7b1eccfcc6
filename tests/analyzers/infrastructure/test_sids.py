"""Which Sids stay when their statements change: those that people chose, unless they lie."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.sids import fitting

STAYS = [
    ("Orders", ["dynamodb:*"], ["dynamodb:GetItem"]),
    ("OrdersTable", ["dynamodb:*"], ["dynamodb:GetItem"]),
    ("BucketAccess", ["s3:*"], ["s3:GetObject"]),
    ("Stmt1428341300017", ["s3:*"], ["s3:GetObject"]),
    ("ReadAndDelete", ["s3:GetObject", "s3:DeleteObject"], ["s3:GetObject"]),
    ("GetOrders", ["dynamodb:GetItem", "dynamodb:Query"], ["dynamodb:Query"]),
    ("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], ["logs:PutLogEvents"]),
    ("AllowPutObjects", ["s3:PutObject", "s3:GetObject"], ["s3:PutObject"]),
    ("S3AndQueue", ["s3:GetObject", "sqs:SendMessage"], ["sqs:SendMessage"]),
    ("LogGroups", ["logs:DescribeLogGroups", "logs:PutLogEvents"], ["logs:PutLogEvents"]),
    ("BucketLocation", ["s3:GetBucketLocation", "s3:GetObject"], ["s3:GetBucketLocation"]),
    # It lied before: whoever wrote it knows why.
    ("KmsKeys", ["s3:*"], ["s3:GetObject"]),
    ("DeleteThings", ["s3:GetObject", "s3:PutObject"], ["s3:GetObject"]),
    ("AllowEverybodyToRead", ["*"], ["s3:GetObject"]),
]
LIES = [
    ("S3BucketLocation", ["s3:GetBucketLocation", "kms:DescribeKey"], ["kms:DescribeKey"], "KmsDescribeKey"),
    ("S3BucketLocations", ["s3:GetBucketLocation", "s3:GetObject"], ["s3:GetObject"], "S3GetObject"),
    ("ObjectTagging", ["s3:GetObjectTagging", "s3:GetObject"], ["s3:GetObject"], "S3GetObject"),
    ("AllowDeleteObject", ["s3:GetObject", "s3:DeleteObject"], ["s3:GetObject"], "S3GetObject"),
    ("WriteTable", ["dynamodb:GetItem", "dynamodb:PutItem"], ["dynamodb:GetItem"], "DynamodbGetItem"),
    ("DynamoDBFullAccess", ["dynamodb:*"], ["dynamodb:GetItem", "dynamodb:Query"], "DynamodbAccess"),
    ("AdminOfAll", ["*"], ["s3:GetObject"], "S3GetObject"),
    ("QueueAccess", ["s3:GetObject", "sqs:SendMessage"], ["s3:GetObject"], "S3GetObject"),
    ("RemoveOld", ["s3:*"], ["s3:PutObject"], "S3PutObject"),
    ("PutObjectAcl", ["s3:PutObject", "s3:PutObjectAcl"], ["s3:PutObject"], "S3PutObject"),
]


@pytest.mark.parametrize(("sid", "before", "after"), STAYS, ids=[one[0] for one in STAYS])
def test_stays(sid: str, before: list[str], after: list[str]) -> None:
    assert fitting(sid, before, after) == sid


@pytest.mark.parametrize(("sid", "before", "after", "new"), LIES, ids=[one[0] for one in LIES])
def test_lies(sid: str, before: list[str], after: list[str], new: str) -> None:
    assert fitting(sid, before, after) == new
