"""Table of describe calls, f-string names."""

import boto3

RESOURCES = [
    ("ec2", "vpcs", "Vpcs"),
    ("ec2", "subnets", "Subnets"),
    ("ec2", "security_groups", "SecurityGroups"),
    ("elbv2", "load_balancers", "LoadBalancers"),
]


def inventory(region):
    found = {}
    for service, what, key in RESOURCES:
        client = boto3.client(service, region_name=region)
        name = f"describe_{what}"
        if client.can_paginate(name):
            pages = client.get_paginator(name).paginate()
            found[what] = [x for page in pages for x in page[key]]
        else:
            found[what] = getattr(client, name)()[key]
    return found
