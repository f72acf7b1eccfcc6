import os

import boto3

ecs = boto3.client("ecs")


def handler(event, context):
    ecs.run_task(taskDefinition=os.environ["IMPORT_TASK"], cluster=os.environ["CLUSTER"])
