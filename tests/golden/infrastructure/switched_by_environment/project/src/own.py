import os

import boto3

os.environ["MODE"] = "start"
ec2 = boto3.client("ec2")


def handler(event, context):
    if os.environ["MODE"] == "start":
        ec2.start_instances(InstanceIds=event["ids"])
