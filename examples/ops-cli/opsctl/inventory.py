"""Instances, here and in other accounts."""


def instances(clients, account):
    ec2 = clients.in_account(account, "ec2")
    for page in ec2.get_paginator("describe_instances").paginate():
        for reservation in page["Reservations"]:
            yield from reservation["Instances"]


def drain(clients, instance, group):
    clients.autoscaling.enter_standby(
        InstanceIds=[instance], AutoScalingGroupName=group, ShouldDecrementDesiredCapacity=True
    )
    clients.cloudwatch.put_metric_data(
        Namespace="Ops", MetricData=[{"MetricName": "Drained", "Value": 1, "Unit": "Count"}]
    )
    clients.autoscaling.get_paginator("describe_auto_scaling_groups").paginate(AutoScalingGroupNames=[group])
