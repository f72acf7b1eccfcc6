import os

import boto3

ec2 = boto3.client("ec2")


def handler(event, context):
    if os.environ["MODE"] == "stop":
        ec2.stop_instances(InstanceIds=event["ids"])
    if os.environ["KIND"] == "spot":
        ec2.cancel_spot_instance_requests(SpotInstanceRequestIds=event["ids"])
