"""Keys that come from very many constants: what is stored, and under which names, is found again."""

import boto3

OPERATIONS = [
    "describe_addresses",
    "describe_flow_logs",
    "describe_hosts",
    "describe_images",
    "describe_instances",
    "describe_key_pairs",
    "describe_nat_gateways",
    "describe_regions",
    "describe_snapshots",
    "describe_subnets",
    "describe_volumes",
    "describe_vpcs",
]


def by_name(names):
    sqs = boto3.client("sqs")
    calls = {}
    for name in names:
        calls[name] = lambda url: sqs.purge_queue(QueueUrl=url)
    return calls


def enabled(names):
    chosen = {}
    for name in names:
        chosen[name] = True
    return {**chosen}


def lambda_handler(event, context):
    ec2 = boto3.client("ec2")
    for name in enabled(OPERATIONS):
        getattr(ec2, name)()
    calls = {}
    calls.update(by_name(["purge", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"]))
    calls["purge"]("https://sqs.eu-west-1.amazonaws.com/111122223333/orders")
