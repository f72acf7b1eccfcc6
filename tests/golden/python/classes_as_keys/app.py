"""What a dict's keys do: classes, functions and methods that code puts there to call them in a loop."""

import boto3


class Instances:
    def __init__(self, region):
        self.ec2 = boto3.client("ec2", region_name=region)

    def stop(self, ids):
        self.ec2.stop_instances(InstanceIds=ids)


class Topic:
    def tell(self):
        boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:done", Message="done")


def purge(name):
    boto3.client("sqs").purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/" + name)


def handler(event, context):
    strategies = {Instances: event["instances"]}
    for strategy, wanted in strategies.items():
        if wanted:
            strategy("eu-west-1").stop(event["ids"])
    steps = {}
    steps[purge] = "queue"
    for step, name in steps.items():
        step(name)
    for last in {Topic().tell: 1}:
        last()
