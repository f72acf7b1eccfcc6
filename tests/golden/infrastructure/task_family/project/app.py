import os

import boto3

ecs = boto3.client("ecs")
batch = boto3.client("batch")


def handler(event, context):
    ecs.run_task(taskDefinition=os.environ["IMPORT_TASK"], cluster=os.environ["CLUSTER"])
    batch.submit_job(
        jobName="nightly", jobQueue=os.environ["QUEUE"], jobDefinition=os.environ["NIGHTLY_JOB"]
    )
