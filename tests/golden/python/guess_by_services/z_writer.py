"""The only client of the program, in a function that is looked at after the one that reads."""

import boto3


def limits(region):
    return boto3.client("kinesis", region).describe_limits()
