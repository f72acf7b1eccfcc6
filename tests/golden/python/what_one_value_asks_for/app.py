"""What one value of a member asks for beside the operation's own: certain where the member is named."""

import boto3

s3 = boto3.client("s3")


def unknown(**given):
    s3.delete_object(Bucket="unknown", Key="k", **given)


def named(value):
    s3.delete_object(Bucket="named", Key="k", BypassGovernanceRetention=value)


def sure():
    s3.delete_object(Bucket="sure", Key="k", BypassGovernanceRetention=True)
