import os

import boto3

ec2 = boto3.client("ec2")
MODE = os.environ["MODE"]


def handler(event, context):
    if MODE == "stop":
        ec2.stop_instances(InstanceIds=event["ids"])
    elif os.environ.get("MODE", "start") == "start":
        ec2.start_instances(InstanceIds=event["ids"])
    else:
        ec2.reboot_instances(InstanceIds=event["ids"])


def chosen(event, context):
    mode = os.getenv("MODE")
    if mode not in ("start", "stop"):
        ec2.describe_instances()
    if mode in ("start", "both"):
        ec2.start_instances(InstanceIds=event["ids"])
