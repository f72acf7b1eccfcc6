import boto3


def run():
    boto3.client("ec2").stop_instances(InstanceIds=["i-1"])
