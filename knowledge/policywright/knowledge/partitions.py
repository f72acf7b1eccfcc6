"""AWS's partitions, and in which of them a region lies.

Source: the partitions of botocore's endpoints, by what the names of their regions begin with.
"""

from __future__ import annotations

_BY_REGION = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("us-isof-", "aws-iso-f"),
    ("eu-isoe-", "aws-iso-e"),
    ("eusc-", "aws-eusc"),
)
PARTITIONS = ("aws", *(partition for _, partition in _BY_REGION))


def partition_of(region: str | None) -> str:
    """The partition that a region lies in; ``aws`` where none is known."""
    return next((name for head, name in _BY_REGION if region and region.startswith(head)), "aws")
