"""A service name from outside, tested before use."""

import sys
import boto3


def count(kind):
    client = boto3.client(kind) if kind in ("ec2", "rds") else None
    if kind == "ec2":
        return len(client.describe_instances()["Reservations"])
    elif kind == "rds":
        return len(client.describe_db_instances()["DBInstances"])
    raise SystemExit(f"unknown: {kind}")


print(count(sys.argv[1]))
