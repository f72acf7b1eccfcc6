"""Waiters of the SDKs other than boto3: botocore's, and those that only their own models have."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.knowledge.operations import Operations

_POLLED = {"autoscaling": "DescribeAutoScalingGroups"}
"""What all waiters of a service poll that botocore has none for (``waiters-2.json`` of Java's version 2)."""


def polled(operations: Operations, service: str, waiter: str) -> str | None:
    """The operation that a waiter polls."""
    return operations.waiters(service).get(waiter) or _POLLED.get(service)
