from collections import namedtuple
from dataclasses import dataclass
from typing import Callable, NamedTuple
import boto3, functools, operator

ec2 = boto3.client("ec2")
rds = boto3.client("rds")
Action = namedtuple("Action", "name call args")

class Step(NamedTuple):
    fn: Callable
    params: dict

@dataclass(frozen=True)
class Check:
    title: str
    probe: Callable[[], dict]

ACTIONS = [
    Action("stop", ec2.stop_instances, {"InstanceIds": ["i-1"]}),
    Action("start", rds.start_db_instance, {"DBInstanceIdentifier": "db1"}),
]
CHECKS = (
    Check("keys", boto3.client("kms").list_keys),
    Check("zones", lambda: boto3.client("route53").list_hosted_zones()),
)
STEPS = [Step(fn=ec2.describe_subnets, params={}), Step(ec2.describe_vpcs, {})]
DISPATCH = {
    "create": {"topic": boto3.client("sns").create_topic},
    "delete": {"queue": boto3.client("sqs").delete_queue},
}

def main():
    for a in ACTIONS:
        a.call(**a.args)
    for c in CHECKS:
        print(c.title, c.probe())
    for s in STEPS:
        s.fn(**s.params)
    DISPATCH["create"]["topic"](Name="news")
    f = functools.partial(DISPATCH["delete"]["queue"], QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/old")
    f()
    get = operator.attrgetter("describe_key_pairs")
    get(ec2)()
    operator.methodcaller("describe_addresses")(ec2)

main()
