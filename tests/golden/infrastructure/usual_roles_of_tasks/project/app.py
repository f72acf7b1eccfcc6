import os

import boto3

ecs = boto3.client("ecs")


def imports(event, context):
    ecs.run_task(cluster="work", taskDefinition=os.environ["IMPORT_TASK"], launchType="FARGATE")


def sweeps(event, context):
    ecs.run_task(cluster="work", taskDefinition=os.environ["SWEEP_TASK"])


def reports(event, context):
    ecs.run_task(cluster="work", taskDefinition=event["task"], launchType="FARGATE")


def passes(event, context):
    ecs.run_task(cluster="work", taskDefinition=event["task"], launchType="FARGATE")


def overrides(event, context):
    ecs.run_task(
        cluster="work",
        taskDefinition=event["task"],
        overrides={
            "taskRoleArn": "arn:aws:iam::111122223333:role/own-task",
            "executionRoleArn": "arn:aws:iam::111122223333:role/own-agent",
        },
    )


def switches(event, context):
    ecs.update_service(cluster="work", service="web", taskDefinition=event["task"])


def scales(event, context):
    ecs.update_service(cluster="work", service="web", desiredCount=2)
