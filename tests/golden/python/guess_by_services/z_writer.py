"""The only clients of the program, in a function that is looked at after the one that reads."""

import boto3


def limits(region):
    boto3.client("ec2", region)
    boto3.client("fsx", region)
    return boto3.client("kinesis", region).describe_limits()
